//! List of everything inside the archive, in the form of SPDX 2.3.

use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, Package};
use serde_json::{json, Value};

use super::licenses::{license_of, packages};
use super::notes::date_of;
use super::{built_at, version};
use crate::build;

/// The list as JSON, the same at every build of the same sources.
pub fn text(metadata: &Metadata, name: &str) -> Result<String> {
    let packages = packages(metadata)?;
    let sums = sums()?;
    let (year, month, day) = date_of(built_at()?);
    let mut parts = vec![json!({
        "name": "bodypack",
        "SPDXID": "SPDXRef-bodypack",
        "versionInfo": version(),
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": false,
        "licenseDeclared": "MIT OR Apache-2.0",
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    })];
    parts.extend(packages.iter().map(|package| part(package, &sums)));
    let links: Vec<Value> = packages
        .iter()
        .map(|package| link("SPDXRef-bodypack", "CONTAINS", &id(package)))
        .chain([link("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-bodypack")])
        .collect();
    let document = json!({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": format!("https://bodypack.org/spdx/{name}"),
        "creationInfo": {
            "created": format!("{year:04}-{month:02}-{day:02}T00:00:00Z"),
            "creators": ["Tool: cargo-xtask-release"],
        },
        "packages": parts,
        "relationships": links,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn link(from: &str, kind: &str, to: &str) -> Value {
    json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to})
}

/// Names of parts may hold letters, digits, periods and hyphens.
fn id(package: &Package) -> String {
    let text = format!("SPDXRef-{}-{}", package.name, package.version);
    let allowed = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    text.chars().map(allowed).collect()
}

fn part(package: &Package, sums: &HashMap<(String, String), String>) -> Value {
    let (name, version) = (package.name.to_string(), package.version.to_string());
    let mut part = json!({
        "name": name,
        "SPDXID": id(package),
        "versionInfo": version,
        "downloadLocation": format!("https://crates.io/api/v1/crates/{name}/{version}/download"),
        "filesAnalyzed": false,
        "licenseDeclared": license_of(package),
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": format!("pkg:cargo/{name}@{version}"),
        }],
    });
    if let Some(sum) = sums.get(&(name, version)) {
        part["checksums"] = json!([{"algorithm": "SHA256", "checksumValue": sum}]);
    }
    part
}

/// Sums of packages, as `Cargo.lock` has them.
fn sums() -> Result<HashMap<(String, String), String>> {
    let lock =
        fs::read_to_string(build::root().join("Cargo.lock")).context("reading Cargo.lock")?;
    let value = |block: &str, key: &str| {
        let start = format!("{key} = \"");
        let line = block.lines().find_map(|line| line.strip_prefix(&start))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]").filter_map(|block| {
        let key = (value(block, "name")?, value(block, "version")?);
        Some((key, value(block, "checksum")?))
    });
    Ok(blocks.collect())
}
