//! Description in a VST3 bundle beside the library, so that hosts need not load it to know it.

use nice_plug::params::persist::serialize_field;
use nice_plug::prelude::{Plugin, Vst3Plugin};
use nice_plug::wrapper::vst3::vst3::Steinberg::PClassInfo2;
use nice_plug::wrapper::vst3::PluginInfo;
use serde::Serialize;

use crate::host::Bodypack;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Module {
    name: &'static str,
    version: &'static str,
    #[serde(rename = "Factory Info")]
    factory_info: Maker,
    compatibility: [(); 0],
    classes: [Kind; 1],
}

#[derive(Serialize)]
struct Maker {
    #[serde(rename = "Vendor")]
    vendor: &'static str,
    #[serde(rename = "URL")]
    url: &'static str,
    #[serde(rename = "E-Mail")]
    email: &'static str,
    #[serde(rename = "Flags")]
    flags: Flags,
}

#[derive(Serialize)]
struct Flags {
    #[serde(rename = "Unicode")]
    unicode: bool,
    #[serde(rename = "Classes Discardable")]
    discardable: bool,
    #[serde(rename = "Component Non Discardable")]
    not_discardable: bool,
}

#[derive(Serialize)]
struct Kind {
    #[serde(rename = "CID")]
    id: String,
    #[serde(rename = "Category")]
    category: String,
    #[serde(rename = "Name")]
    name: &'static str,
    #[serde(rename = "Vendor")]
    vendor: &'static str,
    #[serde(rename = "Version")]
    version: &'static str,
    #[serde(rename = "SDKVersion")]
    sdk: String,
    #[serde(rename = "Sub Categories")]
    categories: Vec<String>,
    #[serde(rename = "Class Flags")]
    flags: u32,
    #[serde(rename = "Cardinality")]
    cardinality: i32,
    #[serde(rename = "Snapshots")]
    snapshots: [(); 0],
}

/// The text of the bundle's `moduleinfo.json`, which says what the factory says.
pub fn module_info() -> String {
    let plugin = PluginInfo::for_plugin::<Bodypack>();
    let class: PClassInfo2 = plugin.create_class_info_2();
    let id = Bodypack::VST3_CLASS_ID.iter();
    let categories = plugin.subcategories.split('|');
    let module = Module {
        name: Bodypack::NAME,
        version: Bodypack::VERSION,
        factory_info: Maker {
            vendor: Bodypack::VENDOR,
            url: Bodypack::URL,
            email: Bodypack::EMAIL,
            flags: Flags {
                unicode: true,
                discardable: false,
                not_discardable: false,
            },
        },
        compatibility: [],
        classes: [Kind {
            id: id.map(|byte| format!("{byte:02X}")).collect(),
            category: text(&class.category),
            name: Bodypack::NAME,
            vendor: Bodypack::VENDOR,
            version: Bodypack::VERSION,
            sdk: text(&class.sdkVersion),
            categories: categories.map(str::to_owned).collect(),
            flags: class.classFlags,
            cardinality: class.cardinality,
            snapshots: [],
        }],
    };
    serialize_field(&module).unwrap_or_default()
}

/// The text in a field of the standard's, up to its end.
fn text(field: &[std::ffi::c_char]) -> String {
    let bytes = field.iter().take_while(|byte| **byte != 0);
    bytes.map(|&byte| char::from(byte as u8)).collect()
}
