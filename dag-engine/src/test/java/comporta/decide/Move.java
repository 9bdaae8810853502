package comporta.decide;

/**
 * One step of a path, for people.
 *
 * @param deed in words
 * @param of the launch, lease or wish that it concerns; empty: none
 */
record Move(String deed, Object of) {
    @Override
    public String toString() {
        return of.equals("") ? deed : deed + ": " + of;
    }
}
