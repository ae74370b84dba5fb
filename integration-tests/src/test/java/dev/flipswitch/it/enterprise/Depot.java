package dev.flipswitch.it.enterprise;

import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;

/** Has all that it does from its interface. */
@Stateless
@LocalBean
public class Depot implements Parcels {}
