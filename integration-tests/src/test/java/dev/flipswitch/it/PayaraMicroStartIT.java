package dev.flipswitch.it;

class PayaraMicroStartIT extends RuntimeStartContract {
    PayaraMicroStartIT() {
        super(new PayaraMicro());
    }
}
