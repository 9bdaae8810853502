package comporta.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Ctrl-C and SIGTERM mean during a run: the first asks it to end in order, with its teardowns; the second forces it. SIGHUP, as a
 * terminal sends it that is closed, lets it go: what runs goes on without us.
 *
 * <p>A shutdown hook would not do: by then the JVM hears no second Ctrl-C.
 */
final class Interrupts {
    private static final String[] SIGNALS = {"INT", "TERM"};

    private final Runnable cancel;
    private final Runnable force;
    private final Runnable letGo;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * @param cancel asks the run to end; returns at once
     * @param force ends it without grace; returns at once
     * @param letGo follows it no longer; returns at once
     */
    Interrupts(Runnable cancel, Runnable force, Runnable letGo) {
        this.cancel = cancel;
        this.force = force;
        this.letGo = letGo;
    }

    /** Hears the signals of this process from now on. */
    void listen() {
        for (var signal : SIGNALS) {
            handle(signal, this::interrupted);
        }
        handle("HUP", letGo);
    }

    /** A signal came, or whatever counts as one. */
    void interrupted() {
        if (asked.incrementAndGet() == 1) {
            cancel.run();
        } else {
            force.run();
        }
    }

    /** Whether the run was asked to end: the exit code is 130 then. */
    boolean happened() {
        return asked.get() > 0;
    }

    // The only door to signals; it is in every JDK, but javac warns of its name with no way to say that it is meant.
    private static void handle(String name, Runnable meaning) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            // Nobody compares or hashes a handler; "handle" is all that is ever called.
            InvocationHandler heard = (_, _, _) -> {
                meaning.run();
                return null;
            };
            signal.getMethod("handle", signal, handler).invoke(
                    null, signal.getConstructor(String.class).newInstance(name),
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, heard));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot listen for SIG" + name, e);
        }
    }
}
