/**
 * The run monitor as people meet it: a real server with real runs, looked at through a real browser. What the pages promise, and where it is tested:
 *
 * <table>
 * <caption>Promises and tests</caption>
 * <tr><td>who needs somebody is read at once, also with 100,000 runs behind</td><td>{@code NightTest.theFiveQuestions…}; {@code PagesBench}
 * ({@code bench/pages})</td></tr>
 * <tr><td>each of five questions takes at most two clicks</td><td>{@code NightTest.theFiveQuestions…}</td></tr>
 * <tr><td>trigger, failure, log at the first error, clear, success, without reload; by keyboard alone, with the focus always seen</td>
 * <td>{@code MonitorTest.aRunIsTriggered…}, {@code theSameIsDoneWithTheKeyboardAlone}</td></tr>
 * <tr><td>a preview names what then happens</td><td>{@code api.DeedsOverHttpTest.whatADryRunOfAClearNames…}</td></tr>
 * <tr><td>a change is soon on the screen, and only its row is painted</td><td>{@code PagesBench}; {@code PassingNightTest.onlyWhatHasChanged…}</td></tr>
 * <tr><td>nothing moves under the pointer</td><td>{@code PassingNightTest.whatThePointerIsOver…}</td></tr>
 * <tr><td>a cut stream, a server that comes back, a reset: nothing twice, nothing lost, no reload</td>
 * <td>{@code PassingNightTest.whatHappensWhileTheWireIsCut…}, {@code aReset…}; {@code MonitorTest.aServerThatComesBack…}; {@code api.EventsTest}</td></tr>
 * <tr><td>eight tabs are live by one stream, whoever of them is closed</td><td>{@code PassingNightTest.eightTabs…}</td></tr>
 * <tr><td>sentence, column, bar and flag agree; of what is open nothing is certain</td><td>{@code NightTest.columnBarAndSentence…}</td></tr>
 * <tr><td>axes where clocks are changed; one switch for all times</td><td>{@code NightTest.theAxisIsInOrder…}, {@code allTimesFollowTheZone}</td></tr>
 * <tr><td>tries, pauses and waits are bars of their own; of old versions their own tasks</td><td>{@code api.SegmentsTest},
 * {@code api.NightOverHttpTest}</td></tr>
 * <tr><td>the critical path is the engine's</td><td>{@code api.NightOverHttpTest.aForecastNames…}, {@code aTimelineHasRows…}</td></tr>
 * <tr><td>machines of what failed stay on the night, with their cost</td><td>{@code PassingNightTest.machinesOfWhatFailed…}</td></tr>
 * <tr><td>what is not confirmed is never offered to run again</td><td>{@code PassingNightTest.whatIsAskedToEnd…};
 * {@code api.SegmentsTest.whatIsNotConfirmed…}</td></tr>
 * <tr><td>graphs of thousands of tasks, grids of 2,000, frames under 32 ms</td>
 * <td>{@code NightTest.aGraphOfAThousandTasks…}, {@code aGridOfTwoThousandTasks…}; {@code web.FoldsTest}; {@code PagesBench}</td></tr>
 * <tr><td>ten thousand rows leave no gap</td><td>{@code NightTest.tenThousandRows…}</td></tr>
 * <tr><td>a log of 1 GB: its end, a word, a line; ANSI, cut lines, broken text</td><td>{@code NightTest.aLongLog…}; {@code PagesBench}</td></tr>
 * <tr><td>hostile text stays text, the policy is the strict one</td><td>{@code MonitorTest.whatIsHostile…}; {@code page.PagesTest},
 * {@code page.ModulesTest}</td></tr>
 * <tr><td>roles, sessions that end</td><td>{@link comporta.browser.SignInTest}; {@code api.RolesTest}</td></tr>
 * <tr><td>WCAG 2.2 AA by axe, both schemes, 320 px wide</td><td>{@code MonitorTest.everyPageIsForEverybody}, {@code onAPhoneInTheDark…}</td></tr>
 * <tr><td>glyphs, colours, no motion, no shift</td><td>{@code NightTest.eachStateHasAGlyph…}, {@code nothingIsShifted…}; {@code page.PaletteTest}</td></tr>
 * <tr><td>Back, and links that show others the same</td><td>{@code NightTest.aLinkShowsTheSame…}</td></tr>
 * <tr><td>slow answers and errors: what was known stays, what is late is dropped</td><td>{@code NightTest.slowAnswers…}, {@code whatIsWrongIsSaid…}</td></tr>
 * <tr><td>every state has words, and no word is unused</td><td>{@code NightTest.everyWordIsUsed…}</td></tr>
 * <tr><td>bytes, requests, heap after an hour</td><td>{@code page.PagesTest.theNightPageStaysWithinItsBudget};
 * {@code PassingNightTest.anHourOfTheNight…}</td></tr>
 * <tr><td>money is unknown where a price is; machines are kept and given back</td><td>{@code NightTest.moneyIsUnknown…}, {@code machinesAreKept…}</td></tr>
 * <tr><td>a night that is over says what was met and missed, and by how much; the order of risk</td>
 * <td>{@code NightTest.aNightThatIsOver…}; {@code api.NightVerdictTest}</td></tr>
 * <tr><td>what a page asks first is on its way before its modules</td><td>{@code NightTest.whatAPageShows…}; {@code page.PagesTest.whatAPageAsksFor…}</td></tr>
 * <tr><td>what is pointed at says more; what waits says until when</td><td>{@code NightTest.whatIsPointedAt…}, {@code whatWaitsSays…}</td></tr>
 * </table>
 */
@NullMarked
package comporta.browser;

import org.jspecify.annotations.NullMarked;
