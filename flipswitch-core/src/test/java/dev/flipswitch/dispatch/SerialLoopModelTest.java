package dev.flipswitch.dispatch;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The loop under every interleaving of a few calls, up to a bound: no two threads are in a step, no work is forgotten, none
 * is done after the end, and the end comes once.
 *
 * @see <a href="https://github.com/JetBrains/lincheck">Lincheck, which controls where threads switch</a>
 */
public class SerialLoopModelTest {

    /** A loop and its work. Its steps wait for an answer after each piece of work, where the test wants that. */
    public abstract static class Model {
        private final Object lock = new Object();
        private final Queue<Runnable> asked = new ArrayDeque<>();
        private final Loop loop;
        private final boolean inline;

        // guarded by the lock
        private int work;
        private boolean unanswered;
        private boolean inside;
        private int ends;
        private String fault = "";

        Model(boolean inline, boolean givesWay, boolean waits) {
            this.inline = inline;
            loop = new Loop(givesWay, waits);
        }

        private final class Loop extends SerialLoop {
            private final boolean givesWay;
            private final boolean waits;

            Loop(boolean givesWay, boolean waits) {
                super(Next.DONE);
                this.givesWay = givesWay;
                this.waits = waits;
            }

            @Override
            protected Next step() {
                enter();
                try {
                    return workOff();
                } finally {
                    leave();
                }
            }

            private Next workOff() {
                synchronized (lock) {
                    if (unanswered) {
                        return Next.WAIT;
                    }
                    unanswered = waits && work > 0;
                    work = 0;
                    return unanswered ? Next.WAIT : Next.DONE;
                }
            }

            private void enter() {
                synchronized (lock) {
                    fault = inside ? "two threads are in a step" : ends > 0 ? "a step after the end" : fault;
                    inside = true;
                }
            }

            private void leave() {
                synchronized (lock) {
                    inside = false;
                }
            }

            @Override
            protected Next failed(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            protected void execute(Runnable turn) {
                if (inline) {
                    turn.run();
                } else {
                    synchronized (lock) {
                        asked.add(turn);
                    }
                }
            }

            @Override
            protected boolean givesWay() {
                return givesWay;
            }

            @Override
            protected void ended() {
                synchronized (lock) {
                    fault = inside ? "the end within a step" : fault;
                    ends++;
                }
            }

            void answered() {
                goOn(this::execute);
            }

            boolean isAtRest() {
                return isIdle();
            }
        }

        /** Somebody has work. */
        void add() {
            synchronized (lock) {
                work++;
            }
            loop.call();
        }

        /** What a step waits for is there. */
        void answer() {
            synchronized (lock) {
                unanswered = false;
            }
            loop.answered();
        }

        void end() {
            loop.close();
        }

        /** A thread of the executor's is free. */
        void runOne() {
            Runnable turn;
            synchronized (lock) {
                turn = asked.poll();
            }
            if (turn != null) {
                turn.run();
            }
        }

        /** When all threads are through, the executor gets its due, and so does who waits. */
        void check() {
            while (unanswered || !asked.isEmpty()) {
                if (asked.isEmpty()) {
                    answer();
                } else {
                    runOne();
                }
            }
            if (!fault.isEmpty()) {
                throw new IllegalStateException(fault);
            }
            if (loop.isClosed() ? ends != 1 : ends != 0 || work != 0 || !loop.isAtRest()) {
                throw new IllegalStateException("ends: " + ends + ", work: " + work);
            }
        }
    }

    /** Who calls does the work, as for a servlet's output. */
    public static class OnTheCallersThread extends Model {
        public OnTheCallersThread() {
            super(true, false, false);
        }

        @Override
        @Operation
        public void add() {
            super.add();
        }

        @Override
        @Operation
        public void end() {
            super.end();
        }

        @Override
        @Validate
        public void check() {
            super.check();
        }
    }

    /** Threads of an executor's do it, one step at a time, as for pages. */
    public static class OnOthersThreads extends Model {
        public OnOthersThreads() {
            super(false, true, false);
        }

        @Override
        @Operation
        public void add() {
            super.add();
        }

        @Override
        @Operation
        public void end() {
            super.end();
        }

        @Override
        @Operation
        public void runOne() {
            super.runOne();
        }

        @Override
        @Validate
        public void check() {
            super.check();
        }
    }

    /** Each step waits for an answer, as for a sink. */
    public static class WithAnswers extends Model {
        public WithAnswers() {
            super(true, false, true);
        }

        @Override
        @Operation
        public void add() {
            super.add();
        }

        @Override
        @Operation
        public void answer() {
            super.answer();
        }

        @Override
        @Operation
        public void end() {
            super.end();
        }

        @Override
        @Validate
        public void check() {
            super.check();
        }
    }

    /** Nobody gets an answer from any of these. */
    public static class Nothing {
        public void add() {}

        public void answer() {}

        public void end() {}

        public void runOne() {}
    }

    private static void check(Class<? extends Model> model, int threads, int actorsPerThread) {
        new ModelCheckingOptions()
                .sequentialSpecification(Nothing.class)
                .threads(threads)
                .actorsPerThread(actorsPerThread)
                .actorsBefore(1)
                .actorsAfter(0)
                .iterations(10)
                .invocationsPerIteration(300)
                .check(model);
    }

    @Test
    void holdsWhereCallersDoTheWork() {
        check(OnTheCallersThread.class, 3, 1);
        check(OnTheCallersThread.class, 2, 3);
    }

    @Test
    void holdsWhereOthersDoTheWork() {
        check(OnOthersThreads.class, 2, 3);
    }

    @Test
    void holdsWhereStepsWaitForAnswers() {
        check(WithAnswers.class, 2, 3);
    }
}
