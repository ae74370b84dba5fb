package dev.flipswitch.it;

class PayaraMicroSmokeIT extends RuntimeSmokeContract {
    PayaraMicroSmokeIT() {
        super(new PayaraMicro());
    }
}
