package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes the news of a backend, and waits for what a test expects; a test that waits in vain is ended by its time limit. */
public final class Heard implements Consumer<News> {
    private final List<News> all = new ArrayList<>();

    @Override
    public synchronized void accept(News news) {
        all.add(news);
        notifyAll();
    }

    /** All so far of one launch. */
    public synchronized List<News> of(LaunchId launch) {
        return all.stream().filter(news -> news.launch().equals(launch)).toList();
    }

    /** The first news of that kind of one launch, now or later. */
    public <N extends News> N first(Class<N> kind, LaunchId launch) throws InterruptedException {
        return first(kind, launch, news -> true);
    }

    /** The first news of that kind of one launch that fits, now or later. */
    public synchronized <N extends News> N first(Class<N> kind, LaunchId launch, Predicate<N> fits) throws InterruptedException {
        while (true) {
            var found = of(launch).stream().filter(kind::isInstance).map(kind::cast).filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            wait();
        }
    }

    /** How the launch ended, once it has. */
    public Exit end(LaunchId launch) throws InterruptedException {
        return first(News.Ended.class, launch).exit();
    }

    /** Fails unless each news has a higher number than the one before. */
    public void numbersGrow(LaunchId launch) {
        assertThat(of(launch).stream().map(News::sequence).toList()).isSorted().doesNotHaveDuplicates();
    }
}
