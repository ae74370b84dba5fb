package dev.flipswitch.it.enterprise;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Keeps notes in the runtime's own database. */
@Stateless
public class Archive {
    @PersistenceContext
    @SuppressWarnings("NullAway.Init") // the container does it
    EntityManager notes;

    /** Keeps a note, and tells its mark. */
    public String keep() {
        Note note = new Note();
        notes.persist(note);
        notes.flush();
        notes.refresh(note);
        return note.getMark();
    }
}
