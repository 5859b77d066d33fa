use super::*;

fn matched() -> BlindLink {
    let link = BlindLink::default();
    link.note(true, Some(0.02));
    link
}

fn run(params: &BodypackParams, question: Question, trials: usize) -> Run {
    let names = ["the input", "A: a pack"].map(str::to_owned);
    Run::new(params, names, (question, trials, 9)).expect("a test")
}

#[test]
fn who_hears_it_is_right_each_time_and_who_likes_one_votes_for_it() {
    let params = BodypackParams::default();
    let link = matched();
    for (question, trials, sentence) in [
        (Question::Abx, 13, "13 of 13 right"),
        (
            Question::Preference,
            17,
            "\"A: a pack\" was preferred in 17 of 17",
        ),
    ] {
        let mut run = run(&params, question, trials);
        let mut outcome = None;
        while outcome.is_none() {
            // What no ear can do: looking at which side the audio thread was sent to.
            let second = match question {
                Question::Abx => {
                    run.hear(2, &link);
                    link.wanted().0 == 1
                }
                Question::Preference => {
                    run.hear(0, &link);
                    run.hear(1, &link);
                    link.wanted().0 == 1
                }
            };
            outcome = run.answer(second, &link);
        }
        let text = run.text(&outcome.unwrap());
        assert!(text.contains(sentence), "{text}");
        assert!(
            text.contains("Seed: 9") && text.contains("0.020 LU"),
            "{text}"
        );
    }
}

#[test]
fn no_answer_counts_before_x_was_heard_or_while_one_is_louder() {
    let params = BodypackParams::default();
    let link = matched();
    let mut run = run(&params, Question::Abx, 13);
    assert_eq!(run.waits_for(), Some("Hear X first."));
    run.answer(true, &link);
    assert_eq!(run.trial(), [1, 13]);
    run.hear(2, &link);
    link.note(true, Some(0.3));
    run.answer(true, &link);
    assert_eq!(run.trial(), [1, 13]);
    link.note(true, Some(-0.05));
    run.answer(true, &link);
    assert_eq!(run.trial(), [2, 13]);
}

#[test]
fn an_edit_of_any_slot_is_noticed() {
    let params = BodypackParams::default();
    let run = run(&params, Question::Abx, 13);
    assert!(!run.is_outdated(&params));
    params.copy_to_slot(2);
    assert!(run.is_outdated(&params));
    let other = self::run(&params, Question::Abx, 13);
    assert!(!other.is_outdated(&params));
    params.base.replace(Rig::default());
    assert!(other.is_outdated(&params));
}

#[test]
fn a_side_is_the_set_up_of_its_slot_as_it_is_heard() {
    let params = BodypackParams::default();
    params.copy_to_slot(1);
    let there = params.effective_rig();
    params.base.replace(Rig::default());
    assert_eq!(params.side_setup(Side::Slot(1)), Some(there));
    assert_eq!(params.side_setup(Side::Slot(3)), None);
    assert_eq!(params.side_setup(Side::Input), None);
    assert!(params.side_name(Side::Slot(1)).unwrap().starts_with("B: "));
}
