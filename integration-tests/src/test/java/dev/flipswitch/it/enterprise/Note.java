package dev.flipswitch.it.enterprise;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** What the {@link Archive} keeps. */
@Entity
@EntityListeners(Marking.class)
public class Note {
    @Id
    @GeneratedValue
    private long id;

    private String mark = "";

    public String getMark() {
        return mark;
    }

    public void setMark(String mark) {
        this.mark = mark;
    }
}
