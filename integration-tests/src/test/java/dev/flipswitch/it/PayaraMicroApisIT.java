package dev.flipswitch.it;

class PayaraMicroApisIT extends RuntimeApisContract {
    PayaraMicroApisIT() {
        super(new PayaraMicro());
    }
}
