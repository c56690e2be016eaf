// The kinds of care that people look for, in their words; with SNOMED CT codes where the practice settings of FHIR have one.
#include "directory/directory.hpp"
#include <algorithm>

namespace directory {

std::span<Specialty const> specialties() {
    // By code. `also`: what people type instead, conditions among it; folded, with spaces between. Nobody is shown it.
    static constexpr Specialty all[] = {
        {"acupuncture", "Acupuncture", R"(needles traditional chinese medicine pain)", ""},
        {"addiction", "Addiction care", R"(alcohol drugs opioid substance rehab detox recovery smoking gambling)", ""},
        {"allergy", "Allergy and immunology", R"(asthma hay fever food allergy immune hives)", "408480009"},
        {"anesthesia", "Anesthesia", R"(anaesthesia anesthetics sedation)", "394577000"},
        {"audiology", "Hearing care", R"(audiology hearing aid deaf tinnitus audiologist)", "394578005"},
        {"behavioral", "Counseling", R"(counselling counselor therapist grief stress family therapy)", ""},
        {"blood", "Blood disorders", R"(hematology haematology anemia sickle cell leukemia lymphoma)", "394803006"},
        {"blood_donation", "Blood donation", R"(give blood plasma donor)", ""},
        {"breast", "Breast care", R"(mammogram mammography breast cancer lump)", ""},
        {"cancer", "Cancer care", R"(oncology oncologist tumor tumour chemotherapy)", "394592004"},
        {"cardiology", "Heart care", R"(cardiology cardiologist heart blood pressure hypertension chest pain)", "394579002"},
        {"child_psychiatry", "Child and adolescent psychiatry", R"(child mental health adhd autism teenager)", "394588006"},
        {"community", "Community health", R"(health worker outreach visiting)", "394581000"},
        {"critical", "Critical care", R"(intensive care icu)", "408478003"},
        {"dental", "Dentistry", R"(dentist tooth teeth cavity gum)", "408444009"},
        {"dermatology", "Skin care", R"(dermatology dermatologist rash acne eczema psoriasis mole)", "394582007"},
        {"diabetes", "Diabetes care", R"(insulin blood sugar type 1 type 2)", "408475000"},
        {"dialysis", "Dialysis", R"(kidney failure hemodialysis)", ""},
        {"dietetics", "Nutrition and dietetics", R"(dietitian nutritionist diet weight obesity eating)", ""},
        {"ear_nose_throat", "Ear, nose and throat", R"(ent otolaryngology sinus tonsils)", "418960008"},
        {"emergency", "Emergency care", R"(emergency room accident er a&e trauma)", ""},
        {"endocrinology", "Hormone care", R"(endocrinology thyroid hormones pituitary)", "394583002"},
        {"eye", "Eye care", R"(ophthalmology ophthalmologist cataract glaucoma)", "394594003"},
        {"family", "Family medicine", R"(family doctor gp general practice primary care physician checkup)", "419772000"},
        {"fertility", "Fertility care", R"(ivf infertility reproductive)", ""},
        {"gastroenterology", "Digestive care", R"(gastroenterology stomach bowel colonoscopy reflux crohn colitis)", "394584008"},
        {"gender", "Gender-affirming care", R"(transgender trans nonbinary hormones)", ""},
        {"genetics", "Genetics", R"(genetic counseling inherited)", "394580004"},
        {"geriatrics", "Care of older people", R"(geriatrics elderly aging dementia falls)", "394811001"},
        {"gynecology", "Gynecology", R"(gynaecology women menopause endometriosis pap smear)", "394586005"},
        {"home_care", "Home care", R"(home nursing carer visiting nurse)", ""},
        {"hospice", "Palliative and hospice care", R"(end of life dying palliative comfort)", "394806003"},
        {"imaging", "Imaging", R"(radiology x-ray mri ct scan ultrasound)", "394914008"},
        {"infectious", "Infectious diseases", R"(hiv hepatitis tuberculosis infection covid)", "394807007"},
        {"internal", "Internal medicine", R"(internist adult medicine)", "419192003"},
        {"kidney", "Kidney care", R"(nephrology nephrologist renal)", "394589003"},
        {"laboratory", "Laboratory", R"(blood test lab phlebotomy)", ""},
        {"learning_disability", "Learning disability care", R"(intellectual disability down syndrome)", "408468001"},
        {"liver", "Liver care", R"(hepatology cirrhosis hepatitis)", "408472002"},
        {"lungs", "Lung care", R"(pulmonology respiratory copd asthma breathing)", "418112009"},
        {"maternity", "Pregnancy and birth", R"(obstetrics pregnant prenatal antenatal delivery)", "408470005"},
        {"mental_health", "Mental health", R"(psychiatry psychiatrist depression anxiety bipolar schizophrenia)", "394587001"},
        {"midwifery", "Midwifery", R"(midwife home birth postnatal)", ""},
        {"neurology", "Brain and nerves", R"(neurology neurologist migraine epilepsy stroke parkinson multiple sclerosis)", "394591006"},
        {"neurosurgery", "Brain and spine surgery", R"(neurosurgery neurosurgeon spinal)", "394610002"},
        {"nuclear", "Nuclear medicine", R"(pet scan isotope)", "394649004"},
        {"nursing_home", "Nursing home", R"(care home residential long-term care)", ""},
        {"occupational_health", "Occupational medicine", R"(work injury workplace)", "394821009"},
        {"occupational_therapy", "Occupational therapy", R"(daily living hand therapy)", ""},
        {"optometry", "Optometry", R"(optician glasses contact lenses eye test)", ""},
        {"orthodontics", "Orthodontics", R"(braces aligners)", "394608004"},
        {"orthopedics", "Bones and joints", R"(orthopaedics orthopedics fracture knee hip sports injury)", "394801008"},
        {"pain", "Pain care", R"(chronic pain back pain clinic)", "394882004"},
        {"pediatrics", "Children's medicine", R"(pediatrics paediatrics pediatrician child baby kids)", "394537008"},
        {"pharmacy", "Pharmacy", R"(pharmacist chemist prescription medicine drugstore)", ""},
        {"physiotherapy", "Physiotherapy", R"(physical therapy physio rehabilitation exercise)", ""},
        {"plastic_surgery", "Plastic surgery", R"(reconstructive burns scar cosmetic)", "394611003"},
        {"podiatry", "Foot care", R"(podiatry podiatrist chiropody feet toenail)", ""},
        {"psychotherapy", "Psychotherapy", R"(psychologist psychology talking therapy cbt trauma ptsd)", "394913002"},
        {"public_health", "Public health", R"(health department prevention)", "408440000"},
        {"rehabilitation", "Rehabilitation", R"(recovery after stroke injury)", "394602003"},
        {"rheumatology", "Rheumatology", R"(arthritis lupus gout autoimmune joints)", "394810000"},
        {"sexual_health", "Sexual health", R"(sti std contraception birth control prep hiv test)", "394808002"},
        {"sleep", "Sleep care", R"(insomnia apnea snoring)", "408450004"},
        {"speech", "Speech and language therapy", R"(speech pathology stutter swallowing)", ""},
        {"surgery", "General surgery", R"(surgeon hernia gallbladder appendix)", "394609007"},
        {"travel", "Travel medicine", R"(travel vaccine malaria yellow fever tropical)", "408448007"},
        {"urgent", "Urgent care", R"(walk-in minor injuries same day)", ""},
        {"urology", "Urology", R"(bladder prostate urinary vasectomy)", "394612005"},
        {"vaccination", "Vaccination", R"(vaccine immunization flu shot jab covid)", ""},
        {"vascular", "Vascular surgery", R"(veins arteries varicose)", "408463005"},
    };
    static_assert(std::ranges::is_sorted(all, {}, &Specialty::code));
    return all;
}

Specialty const* find_specialty(std::string_view code) {
    auto const all = specialties();
    auto const found = std::ranges::lower_bound(all, code, {}, &Specialty::code);
    return found != all.end() && found->code == code ? &*found : nullptr;
}

std::span<AccessFeature const> access_features() {
    static constexpr AccessFeature all[] = {
        {"step_free", "Step-free"},
        {"accessible_toilet", "Accessible toilet"},
        {"accessible_parking", "Accessible parking"},
        {"lift", "Lift"},
        {"height_adjustable_table", "Examination table that lowers"},
        {"hearing_loop", "Hearing loop"},
        {"sign_language", "Sign language"},
        {"interpreters", "Interpreters"},
        {"braille", "Braille and large print"},
        {"easy_read", "Easy-read papers"},
        {"quiet_room", "Quiet room"},
        {"assistance_animals", "Assistance animals welcome"},
        {"changing_place", "Changing place for adults"},
        {"baby_changing", "Baby changing"},
        {"near_public_transport", "Near public transport"},
    };
    return all;
}

AccessFeature const* find_access_feature(std::string_view code) {
    auto const all = access_features();
    auto const found = std::ranges::find(all, code, &AccessFeature::code);
    return found != all.end() ? &*found : nullptr;
}

}  // namespace directory
