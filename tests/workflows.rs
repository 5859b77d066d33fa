//! The workflows that build and publish: that they are read at all, name actions by commits, and hold no more rights than
//! they need.

use std::path::Path;

use serde_json::Value;

/// Every workflow, by its name and its contents.
fn workflows() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let entries = std::fs::read_dir(folder).expect("there are workflows");
    let mut found: Vec<(String, Value)> = entries
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name.clone(), parsed(&name, &text))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn parsed(name: &str, text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Faults of a workflow.
fn faults(workflow: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if workflow["permissions"]["contents"] != "read" {
        faults.push("it may do more than read".to_owned());
    }
    let jobs = workflow["jobs"].as_object().cloned().unwrap_or_default();
    if jobs.is_empty() {
        faults.push("it has no jobs".to_owned());
    }
    for (name, job) in jobs {
        let steps = job["steps"].as_array().cloned().unwrap_or_default();
        if steps.is_empty() {
            faults.push(format!("{name} has no steps"));
        }
        for step in steps {
            let uses = step["uses"].as_str();
            if uses.is_some_and(|uses| !names_a_commit(uses)) {
                faults.push(format!(
                    "{name}: {uses:?} is no commit of an action of GitHub's own"
                ));
            }
            // What others have written, such as the name of a branch, must not become a part of a script.
            let script = step["run"].as_str().unwrap_or_default();
            if script.contains("${{") {
                faults.push(format!("{name}: an expression in a script: {script}"));
            }
            if uses.is_none() && script.is_empty() {
                faults.push(format!("{name}: a step that does nothing"));
            }
        }
    }
    faults
}

fn names_a_commit(uses: &str) -> bool {
    let Some((action, version)) = uses.split_once('@') else {
        return false;
    };
    let is_hash = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    action.starts_with("actions/") && is_hash
}

#[test]
fn workflows_are_pinned_and_may_only_read() {
    let workflows = workflows();
    let names: Vec<&str> = workflows.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["check.yml", "release.yml"]);
    for (name, workflow) in &workflows {
        assert_eq!(faults(workflow), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_check_of_workflows_can_fail() {
    let loose = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      \
                 - uses: somebody/else@11bd71901bbe5b1630ceea73d27597364c9af683\n      \
                 - run: echo ${{ github.head_ref }}\n      - name: nothing\n";
    assert_eq!(faults(&parsed("loose", loose)).len(), 5);
    assert_eq!(faults(&Value::Null).len(), 2);
}

/// A release is published by a job that waits for every archive, with rights of its own.
#[test]
fn a_release_is_published_once_all_archives_are_there() {
    let (_, release) = workflows().pop().expect("the workflow of releases");
    let publish = &release["jobs"]["publish"];
    assert_eq!(publish["needs"], "archives");
    assert_eq!(publish["permissions"]["contents"], "write");
    let systems = &release["jobs"]["archives"]["strategy"]["matrix"]["include"];
    let names: Vec<&str> = systems
        .as_array()
        .expect("a list of systems")
        .iter()
        .filter_map(|system| system["name"].as_str())
        .collect();
    assert_eq!(names, ["linux", "windows", "macos"]);
}
