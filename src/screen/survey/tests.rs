use super::*;
use crate::domain::course::Mode;
use crate::domain::questionnaire::{Answer, Form, Pair};
use crate::domain::role::Roles;
use crate::i18n::Lang;
use crate::survey::shipped;
use crate::ui::glyph::Tier;
use crate::ui::testing::Stage as Bench;

const BATCH: BatchId = BatchId([1; 16]);

fn form() -> Form {
    Form::for_batch(
        &shipped::level1().unwrap(),
        Mode::Online,
        &Pair::numbered([("Ani", "Arsip")]),
    )
}

fn bench() -> Bench {
    Bench::new().signed_in(Roles::NONE)
}

/// Carries out what keeps and drops drafts; gives the rest.
fn carry(bench: &mut Bench, effects: Vec<Effect>) -> Vec<Effect> {
    let person = bench.session.as_ref().unwrap().person;
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::KeepDraft(draft) => {
                bench.drafts.keep(person, *draft);
                None
            }
            Effect::DropDraft(batch) => {
                bench.drafts.drop_one(person, batch);
                None
            }
            other => Some(other),
        })
        .collect()
}

fn give(bench: &mut Bench, screen: &mut dyn Screen, input: &Input) -> Vec<Effect> {
    let effects = screen.update(input, &bench.context());
    carry(bench, effects)
}

fn act(bench: &mut Bench, screen: &mut dyn Screen, action: Action) -> Vec<Effect> {
    give(bench, screen, &Input::Do(action))
}

/// A survey with its questions, before the first.
fn begun() -> (Bench, Box<dyn Screen>) {
    let mut bench = bench();
    let mut screen = open(BATCH, &bench.context());
    assert!(matches!(
        screen.enter(&bench.context()).as_slice(),
        [Effect::Ask(_)]
    ));
    let reply = Reply::Survey {
        batch: BATCH,
        title: "Keselamatan Kerja".into(),
        form: Box::new(form()),
    };
    let effects = screen.reply(&reply, &bench.context());
    assert!(carry(&mut bench, effects).is_empty());
    (bench, screen)
}

fn at(bench: &Bench) -> usize {
    bench.context().draft(BATCH).unwrap().at
}

fn answer(bench: &Bench, place: usize) -> Option<&Answer> {
    let person = bench.session.as_ref().unwrap().person;
    bench.drafts.get(person, BATCH).unwrap().answers.answer(place)
}

#[test]
fn the_walk_with_digits_and_enter_alone_ends_at_the_review() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    let form = form();
    for (place, question) in form.questions().iter().enumerate() {
        assert_eq!(at(&bench), place);
        if question.required {
            act(&mut bench, screen.as_mut(), Action::Choose(2));
            assert_eq!(at(&bench), place, "a digit answers and stays");
        }
        let effects = act(&mut bench, screen.as_mut(), Action::Enter);
        let last = place + 1 == form.len();
        assert_eq!(
            matches!(effects.as_slice(), [Effect::Go(Route::SurveyReview(BATCH))]),
            last
        );
    }
    assert!(bench.context().draft(BATCH).unwrap().answers.finish().is_ok());
}

#[test]
fn nothing_is_chosen_before_the_person_chooses() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    let (buffer, _) = bench.paint(screen.as_ref());
    let text: String = buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert!(
        text.contains("( ) 1") && !text.contains("(*)") && !text.contains('>'),
        "{text}"
    );
    assert_eq!(answer(&bench, 0), None);
}

#[test]
fn what_is_required_does_not_let_pass() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    for action in [Action::Enter, Action::Next] {
        act(&mut bench, screen.as_mut(), action);
        assert_eq!(at(&bench), 0);
        assert_eq!(
            screen.message(&bench.context()).unwrap().text,
            bench.context().texts.survey.required
        );
    }
    act(&mut bench, screen.as_mut(), Action::Choose(4));
    assert_eq!(
        screen.message(&bench.context()).unwrap().text,
        bench.context().texts.survey.not_sent
    );
}

#[test]
fn the_same_digit_again_goes_on_and_another_corrects() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    act(&mut bench, screen.as_mut(), Action::Choose(1));
    act(&mut bench, screen.as_mut(), Action::Choose(4));
    assert_eq!((at(&bench), answer(&bench, 0)), (0, Some(&Answer::Scale(4))));
    act(&mut bench, screen.as_mut(), Action::Choose(4));
    assert_eq!(at(&bench), 1);
    // A digit that no answer has does nothing.
    act(&mut bench, screen.as_mut(), Action::Choose(9));
    act(&mut bench, screen.as_mut(), Action::Choose(0));
    assert_eq!(answer(&bench, 1), None);
}

#[test]
fn back_and_forth_loses_no_answer() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    for digit in [1, 2, 3] {
        act(&mut bench, screen.as_mut(), Action::Choose(digit));
        act(&mut bench, screen.as_mut(), Action::Enter);
    }
    for _ in 0..3 {
        assert!(screen.back(&bench.context()));
    }
    assert!(
        !screen.back(&bench.context()),
        "before the first question there is the list"
    );
    for value in [1, 2, 3] {
        assert_eq!(
            answer(&bench, usize::from(value) - 1),
            Some(&Answer::Scale(value))
        );
        act(&mut bench, screen.as_mut(), Action::Enter);
    }
    // And a screen opened anew goes on where it was.
    let again = open(BATCH, &bench.context());
    assert!(again.title(&bench.context()).right.is_some());
    assert_eq!(at(&bench), 3);
}

fn to(bench: &mut Bench, screen: &mut dyn Screen, item: &str) {
    let place = form()
        .questions()
        .iter()
        .position(|question| question.key.item == item)
        .unwrap();
    let effects = screen.returned(Returned::Item(place), &bench.context());
    carry(bench, effects);
}

#[test]
fn ten_is_one_and_then_zero() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    to(&mut bench, screen.as_mut(), "U1");
    let place = at(&bench);
    for (digit, value) in [(0, 0), (7, 7), (1, 1), (0, 10), (3, 3)] {
        act(&mut bench, screen.as_mut(), Action::Choose(digit));
        assert_eq!(answer(&bench, place), Some(&Answer::Scale(value)), "{digit}");
    }
    act(&mut bench, screen.as_mut(), CLEAR);
    assert_eq!(answer(&bench, place), None);
    act(&mut bench, screen.as_mut(), Action::Left);
    assert_eq!(answer(&bench, place), Some(&Answer::Scale(10)));
    act(&mut bench, screen.as_mut(), Action::Right);
    assert_eq!(answer(&bench, place), Some(&Answer::Scale(10)));
}

#[test]
fn a_number_of_a_person_in_a_text_is_warned_about_once() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    to(&mut bench, screen.as_mut(), "U2");
    let place = at(&bench);
    assert_eq!(screen.typing(), Typing::Text);
    give(
        &mut bench,
        screen.as_mut(),
        &Input::Paste("hubungi 198503122010012004".into()),
    );
    act(&mut bench, screen.as_mut(), Action::Enter);
    assert_eq!(at(&bench), place);
    assert_eq!(
        screen.message(&bench.context()).unwrap().text,
        bench.context().texts.survey.identity_number
    );
    act(&mut bench, screen.as_mut(), Action::Enter);
    assert_eq!(at(&bench), place + 1, "the person decides");
    assert!(matches!(answer(&bench, place), Some(Answer::Text(_))));
}

#[test]
fn what_was_typed_is_kept_when_going_back_and_to_the_outline() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    to(&mut bench, screen.as_mut(), "U3");
    let place = at(&bench);
    give(&mut bench, screen.as_mut(), &Input::Paste("waktu".into()));
    let effects = act(&mut bench, screen.as_mut(), OUTLINE);
    assert!(matches!(
        effects.as_slice(),
        [Effect::Go(Route::SurveyOutline(BATCH))]
    ));
    assert!(matches!(answer(&bench, place), Some(Answer::Text(text)) if &**text == "waktu"));
    assert!(screen.back(&bench.context()));
    act(&mut bench, screen.as_mut(), Action::Enter);
    let (buffer, _) = bench.paint(screen.as_ref());
    let text: String = buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert!(text.contains("waktu"), "{text}");
}

#[test]
fn what_is_changed_from_the_review_leads_back_to_it() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    let last = form().len() - 1;
    let effects = screen.returned(Returned::Item(last), &bench.context());
    carry(&mut bench, effects);
    act(&mut bench, screen.as_mut(), Action::Enter);
    let effects = screen.returned(Returned::Item(0), &bench.context());
    carry(&mut bench, effects);
    act(&mut bench, screen.as_mut(), Action::Choose(3));
    let effects = act(&mut bench, screen.as_mut(), Action::Enter);
    assert!(matches!(
        effects.as_slice(),
        [Effect::Go(Route::SurveyReview(BATCH))]
    ));
}

#[test]
fn a_survey_that_was_handed_in_is_left_at_once() {
    let (mut bench, mut screen) = begun();
    act(&mut bench, screen.as_mut(), Action::Enter);
    carry(&mut bench, vec![Effect::DropDraft(BATCH)]);
    assert!(matches!(
        screen.enter(&bench.context()).as_slice(),
        [Effect::Back]
    ));
}

#[test]
fn a_refusal_is_said_and_led_out_of() {
    let mut bench = bench();
    let mut screen = open(BATCH, &bench.context());
    screen.reply(&Reply::Refused(Refusal::AlreadyAnswered), &bench.context());
    assert!(!screen.is_waiting());
    assert!(matches!(
        act(&mut bench, screen.as_mut(), Action::Enter).as_slice(),
        [Effect::Back]
    ));
}

#[test]
fn several_are_marked_with_digits_up_to_the_most_and_no_further() {
    let needs = Form::for_batch(&shipped::needs().unwrap(), Mode::Seminar, &[]);
    let place = needs
        .questions()
        .iter()
        .position(|question| question.key.item == "C1")
        .unwrap();
    let mut bench = bench();
    let draft = Draft {
        batch: BATCH,
        title: String::new(),
        answers: crate::domain::questionnaire::Draft::new(needs),
        at: place,
    };
    carry(&mut bench, vec![Effect::KeepDraft(Box::new(draft))]);
    let mut screen = open(BATCH, &bench.context());
    for digit in [1, 4, 6] {
        act(&mut bench, screen.as_mut(), Action::Choose(digit));
    }
    assert_eq!(answer(&bench, place), Some(&Answer::Multi([0, 3].into())));
    assert_eq!(
        screen.message(&bench.context()).unwrap().text,
        (bench.context().texts.survey.too_many)(2)
    );
    for digit in [1, 4] {
        act(&mut bench, screen.as_mut(), Action::Choose(digit));
    }
    assert_eq!(answer(&bench, place), None);
}

#[test]
fn every_option_can_be_reached_with_a_number_pad_in_large_text() {
    let needs = Form::for_batch(&shipped::needs().unwrap(), Mode::Seminar, &[]);
    let place = needs
        .questions()
        .iter()
        .position(|question| question.key.item == "C3")
        .unwrap();
    let mut bench = bench().size(40, 12);
    let draft = Draft {
        batch: BATCH,
        title: String::new(),
        answers: crate::domain::questionnaire::Draft::new(needs),
        at: place,
    };
    carry(&mut bench, vec![Effect::KeepDraft(Box::new(draft))]);
    let mut screen = open(BATCH, &bench.context());
    for _ in 0..10 {
        let before: Option<Answer> = answer(&bench, place).cloned();
        for digit in 0..=9 {
            let taken = matches!(answer(&bench, place), Some(Answer::Multi(taken)) if taken.len() == 10);
            if taken {
                break;
            }
            let had = answer(&bench, place).cloned();
            act(&mut bench, screen.as_mut(), Action::Choose(digit));
            if let (Some(Answer::Multi(had)), Some(Answer::Multi(now))) = (&had, answer(&bench, place))
                && now.len() < had.len()
            {
                act(&mut bench, screen.as_mut(), Action::Choose(digit));
            }
        }
        if answer(&bench, place) == before.as_ref() {
            break;
        }
        act(&mut bench, screen.as_mut(), Action::Next);
        if at(&bench) != place {
            break;
        }
    }
    assert!(matches!(answer(&bench, place), Some(Answer::Multi(taken)) if taken.len() == 10));
}

#[test]
fn every_state_of_the_survey_screens_fits_in_both_languages_at_every_size() {
    for lang in Lang::ALL {
        for (width, height) in [(80, 24), (40, 12), (132, 43), (200, 60), (80, 25)] {
            for tier in Tier::ALL {
                let mut bench = bench().lang(lang).size(width, height);
                bench.looks.tier = tier;
                let samples = crate::screen::samples(&bench.context());
                for (name, screen) in samples {
                    if !(name.starts_with("survey") || name.starts_with("results")) {
                        continue;
                    }
                    let (buffer, painted) = bench.paint(screen.as_ref());
                    assert!(
                        painted.overflows.is_empty(),
                        "{name} {lang:?} {width}x{height} {tier:?}: {:?}",
                        painted.overflows
                    );
                    let message = screen
                        .message(&bench.context())
                        .map_or(0, |m| m.text.chars().count());
                    assert!(
                        message + 2 <= usize::from(width),
                        "{name} {lang:?}: the message is cut"
                    );
                    for cell in buffer.content() {
                        assert!(
                            cell.symbol().chars().all(|c| tier.has(c)),
                            "{name}: {:?}",
                            cell.symbol()
                        );
                    }
                }
            }
        }
    }
}
