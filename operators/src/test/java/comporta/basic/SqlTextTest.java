package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select 1                                    ! select 1                                    !
            where day = :day                            ! where day = ?                               ! day
            where a=:a and b in(:b,:a)                  ! where a=? and b in(?,?)                     ! a b a
            :first                                      ! ?                                           ! first
            select ':no', "x:no", :yes                  ! select ':no', "x:no", ?                     ! yes
            select 'it''s :no', :yes                    ! select 'it''s :no', ?                       ! yes
            select E'a\\':no', :yes                     ! select E'a\\':no', ?                        ! yes
            select e'\\\\', :yes                        ! select e'\\\\', ?                           ! yes
            select tablE'a\\', :yes                     ! select tablE'a\\', ?                        ! yes
            select '\\', :yes                           ! select '\\', ?                              ! yes
            -- of :no                                   ! -- of :no                                   !
            select 1 - :a --:no                         ! select 1 - ? --:no                          ! a
            /* :no */ :yes                              ! /* :no */ ?                                 ! yes
            /* a /* :no */ :no */ :yes                  ! /* a /* :no */ :no */ ?                     ! yes
            /*/ :no */ :yes                             ! /*/ :no */ ?                                ! yes
            4 / :a                                      ! 4 / ?                                       ! a
            x::date                                     ! x::date                                     !
            :x::date                                    ! ?::date                                     ! x
            :x :: date                                  ! ? :: date                                   ! x
            a[1:2] a[b:c] a[f(x):y]                     ! a[1:2] a[b:c] a[f(x):y]                     !
            a := b                                      ! a := b                                      !
            select $$ :no ' $$, :yes                    ! select $$ :no ' $$, ?                       ! yes
            select $f$ :no $$ $g$ $f$ , :yes            ! select $f$ :no $$ $g$ $f$ , ?               ! yes
            select $1, a$b$c, :yes                      ! select $1, a$b$c, ?                         ! yes
            a ? b ?| :c                                 ! a ?? b ??| ?                                ! c
            '?' "?" -- ?                                ! '?' "?" -- ?                                !
            'never ends :no                             ! 'never ends :no                             !
            /* never ends :no                           ! /* never ends :no                           !
            $$ never ends :no                           ! $$ never ends :no                           !
            :ünd_1.x :_a                                ! ?.x ?                                       ! ünd_1 _a
            a : b :1 ::                                 ! a : b :1 ::                                 !
            """)
    void namesBecomeQuestionMarks(String text, String jdbc, String names) {
        var parsed = SqlText.parse(text, "??");

        assertThat(parsed.jdbc()).isEqualTo(jdbc);
        assertThat(parsed.names()).isEqualTo(names == null ? List.of() : List.of(names.split(" ", -1)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select 1                                    ! select 1
            select :a; select :b;                       ! select ?~ select ?
            a; -- the end; really                       ! a
            ;; a ;; /* ; */ b ; ;                       ! a ~ /* ; */ b
            select ';', ";", $$;$$ -- ;                 ! select ';', ";", $$;$$ -- ;
            -- nothing                                  ! -- nothing
            """)
    void statementsStandForThemselves(String text, String statements) {
        assertThat(SqlText.statements(text, "?")).extracting(each -> each.jdbc().strip())
                .containsExactly(Stream.of(statements.split("~", -1)).map(String::strip).toArray(String[]::new));
    }

    @Test
    void eachStatementHasItsOwnNames() {
        assertThat(SqlText.statements("a :x, :y; b; c :x", "?")).extracting(SqlText::names).containsExactly(List.of("x", "y"), List.of(), List.of("x"));
    }
}
