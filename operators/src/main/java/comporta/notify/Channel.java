package comporta.notify;

/** A way to tell somebody something. */
interface Channel {
    /**
     * Delivers it now, on the caller's thread; more than once may do no harm but tell it twice.
     *
     * @throws NotDelivered when that is not certain
     */
    void deliver(Mail letter) throws NotDelivered, InterruptedException;
}
