package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The choices that were tried for one machine, and why there was none. */
final class Attempts {
    private final Choices choices;
    private final MachineRequest request;
    private final List<Choices.Choice> failed = new ArrayList<>();
    private final LinkedHashSet<String> why = new LinkedHashSet<>();
    private boolean onlyQuotas = true;

    Attempts(Choices choices, MachineRequest request) {
        this.choices = choices;
        this.request = request;
    }

    /** Whether it is known already that there is none now. */
    boolean isShort(Choices.Choice choice) {
        var shortage = choices.shortage(choice);
        if (shortage != null) {
            note(choice, shortage);
        }
        return shortage != null;
    }

    /** Another choice may do; any other trouble is let through. */
    void failed(Choices.Choice choice, AwsServiceException e) {
        failed(choice, Ec2Trouble.of(e), Ec2Trouble.line(e), e);
    }

    void failed(Choices.Choice choice, Ec2Trouble trouble, String line, RuntimeException otherwise) {
        switch (trouble) {
            case NO_CAPACITY, QUOTA -> {
                choices.ranOut(choice, line);
                note(choice, line);
            }
            case LATER, NEVER -> throw otherwise;
        }
    }

    private void note(Choices.Choice choice, String line) {
        failed.add(choice);
        onlyQuotas &= Ec2Trouble.of(line.replaceFirst(":.*", ""), 400, "") == Ec2Trouble.QUOTA;
        why.add(choice.inWords() + ": " + line);
    }

    /** There was none. */
    RuntimeException none() {
        var shown = why.stream().limit(3).toList();
        var text = String.join("; ", shown) + (why.size() > shown.size() ? "; and " + (why.size() - shown.size()) + " more" : "");
        if (onlyQuotas) {
            return new Refused(Cause.USER, "no machine of node pool \"" + request.pool() + "\" may be started: " + text + ". Have the quota raised");
        }
        Duration pause = choices.pause(failed);
        return new NotNow("no capacity: " + text, pause);
    }
}
