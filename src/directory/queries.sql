-- name: insert_location
INSERT INTO directory_location (id, account_id, name, folded, description, specialty, street, city, region, postal_code, country,
    latitude, longitude, phone, email, website, zone, hours, exceptions, languages, access, insurance, price, accepts_new, active,
    created_at, updated_at, confirmed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $26, $26);

-- name: update_location
UPDATE directory_location SET name = $2, folded = $3, description = $4, specialty = $5, street = $6, city = $7, region = $8,
    postal_code = $9, country = $10, latitude = $11, longitude = $12, phone = $13, email = $14, website = $15, zone = $16,
    hours = $17, exceptions = $18, languages = $19, access = $20, insurance = $21, price = $22, accepts_new = $23, active = $24,
    updated_at = $25
 WHERE id = $1;

-- name: confirm_location
UPDATE directory_location SET confirmed_at = $2 WHERE id = $1;

-- name: location_by_id
SELECT id, account_id, name, description, specialty, street, city, region, postal_code, country, latitude, longitude, phone, email,
    website, zone, hours, exceptions, languages, access, insurance, price, accepts_new, active, created_at, updated_at, confirmed_at
  FROM directory_location WHERE id = $1;

-- name: locations_of
SELECT id, account_id, name, description, specialty, street, city, region, postal_code, country, latitude, longitude, phone, email,
    website, zone, hours, exceptions, languages, access, insurance, price, accepts_new, active, created_at, updated_at, confirmed_at
  FROM directory_location WHERE account_id = $1 ORDER BY folded, id;

-- name: count_locations
SELECT COUNT(*) FROM directory_location WHERE account_id = $1;

-- name: close_locations
UPDATE directory_location SET active = FALSE, updated_at = $2 WHERE account_id = $1;

-- name: insert_service
INSERT INTO directory_service (id, location_id, specialty, name, description, price, by_referral, in_person, video, phone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: delete_service
DELETE FROM directory_service WHERE id = $1;

-- name: service_by_id
SELECT id, location_id, specialty, name, description, price, by_referral, in_person, video, phone FROM directory_service WHERE id = $1;

-- name: services_of
SELECT id, location_id, specialty, name, description, price, by_referral, in_person, video, phone FROM directory_service
 WHERE location_id = $1 ORDER BY id;

-- name: insert_staff
INSERT INTO directory_staff (id, location_id, account_id, name, role, specialty, languages, credential, registry)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: delete_staff
DELETE FROM directory_staff WHERE id = $1;

-- name: staff_by_id
SELECT id, location_id, account_id, name, role, specialty, languages, credential, registry, verified_at, verified_by
  FROM directory_staff WHERE id = $1;

-- name: staff_of
SELECT id, location_id, account_id, name, role, specialty, languages, credential, registry, verified_at, verified_by
  FROM directory_staff WHERE location_id = $1 ORDER BY id;

-- name: staff_to_check
SELECT id, location_id, account_id, name, role, specialty, languages, credential, registry, verified_at, verified_by
  FROM directory_staff WHERE verified_at = 0 AND id > $1 AND credential <> '' ORDER BY id LIMIT $2;

-- name: count_staff_to_check
SELECT COUNT(*) FROM directory_staff WHERE verified_at = 0 AND credential <> '';

-- name: check_staff
UPDATE directory_staff SET verified_at = $2, verified_by = $3 WHERE id = $1;

-- name: staff_entries_of_account
SELECT s.id, l.account_id, l.name, s.name, s.role, s.credential, s.registry FROM directory_staff s
  JOIN directory_location l ON l.id = s.location_id WHERE s.account_id = $1 AND s.account_id <> 0 ORDER BY s.id;

-- name: works_at
SELECT COUNT(*) FROM directory_staff s JOIN directory_location l ON l.id = s.location_id
 WHERE s.account_id = $1 AND s.account_id <> 0 AND l.account_id = $2;

-- name: forget_staff
UPDATE directory_staff SET account_id = 0 WHERE account_id = $1 AND account_id <> 0;

-- name: organization_by_id
SELECT account_id, hue, phone, email, website, listed_at, verified_at, verified_by FROM directory_organization WHERE account_id = $1;

-- name: put_organization
INSERT INTO directory_organization (account_id, hue, phone, email, website) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id) DO UPDATE SET hue = excluded.hue, phone = excluded.phone, email = excluded.email, website = excluded.website;

-- name: list_organization
INSERT INTO directory_organization (account_id, listed_at) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET listed_at = excluded.listed_at;

-- name: mark_organization
INSERT INTO directory_organization (account_id, verified_at, verified_by) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET verified_at = excluded.verified_at, verified_by = excluded.verified_by;

-- name: organization_claimed
UPDATE directory_organization SET listed_at = 0 WHERE account_id = $1;

-- name: delete_organization
DELETE FROM directory_organization WHERE account_id = $1;

-- name: set_score
UPDATE directory_location SET score_mean = $2, score_low = $3, score_high = $4, score_effective = $5, score_reviews = $6,
    score_first = $7, score_second = $8, score_third = $9, score_fourth = $10, score_fifth = $11
 WHERE id = $1;

-- name: score_of
SELECT score_mean, score_low, score_high, score_effective, score_reviews, score_first, score_second, score_third, score_fourth, score_fifth
  FROM directory_location WHERE id = $1;

-- name: insert_claim
INSERT INTO directory_claim (id, account_id, person_id, kind, evidence_sealed, file_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: claim_by_id
SELECT id, account_id, person_id, kind, evidence_sealed, created_at, decided_at, decided_by, granted, answer,
    CASE WHEN file_sealed = '' THEN FALSE ELSE TRUE END AS has_file
  FROM directory_claim WHERE id = $1;

-- name: claim_file
SELECT file_sealed FROM directory_claim WHERE id = $1;

-- name: waiting_claim_of
SELECT id FROM directory_claim WHERE account_id = $1 AND person_id = $2 AND decided_at = 0;

-- name: waiting_claims
SELECT id, account_id, person_id, kind, evidence_sealed, created_at, decided_at, decided_by, granted, answer,
    CASE WHEN file_sealed = '' THEN FALSE ELSE TRUE END AS has_file
  FROM directory_claim WHERE decided_at = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: claims_by
SELECT id, account_id, person_id, kind, evidence_sealed, created_at, decided_at, decided_by, granted, answer,
    CASE WHEN file_sealed = '' THEN FALSE ELSE TRUE END AS has_file
  FROM directory_claim WHERE person_id = $1 ORDER BY id;

-- name: count_waiting_claims
SELECT COUNT(*) FROM directory_claim WHERE decided_at = 0;

-- name: decide_claim
UPDATE directory_claim SET decided_at = $2, decided_by = $3, granted = $4, answer = $5 WHERE id = $1;

-- name: delete_claims_by
DELETE FROM directory_claim WHERE person_id = $1;

-- name: delete_claims_of
DELETE FROM directory_claim WHERE account_id = $1;

-- name: entries_after
SELECT id, folded, specialty, city, postal_code, latitude, longitude, zone, hours, exceptions, languages, access, accepts_new,
    confirmed_at, score_mean, score_effective, account_id
  FROM directory_location WHERE id > $1 AND active ORDER BY id LIMIT $2;

-- name: entry_by_id
SELECT id, folded, specialty, city, postal_code, latitude, longitude, zone, hours, exceptions, languages, access, accepts_new,
    confirmed_at, score_mean, score_effective, account_id
  FROM directory_location WHERE id = $1 AND active;

-- name: entry_services_between
SELECT location_id, specialty, name, video FROM directory_service WHERE location_id >= $1 AND location_id <= $2 ORDER BY location_id, id;

-- name: location_ids_of
SELECT id FROM directory_location WHERE account_id = $1;

-- name: brought_location
SELECT location_id FROM directory_identifier WHERE account_id = $1 AND system = $2 AND value = $3;

-- name: put_identifier
INSERT INTO directory_identifier (account_id, system, value, location_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, system, value) DO UPDATE SET location_id = excluded.location_id;

-- name: identifiers_of
SELECT system, value, location_id FROM directory_identifier WHERE account_id = $1 ORDER BY location_id, system, value;

-- name: list_locations
SELECT id, account_id, name, description, specialty, street, city, region, postal_code, country, latitude, longitude, phone, email,
    website, zone, hours, exceptions, languages, access, insurance, price, accepts_new, active, created_at, updated_at, confirmed_at
  FROM directory_location
 WHERE id > $1 AND folded LIKE $2 ESCAPE '!' AND (LOWER(city) LIKE $3 ESCAPE '!' OR city LIKE $4 ESCAPE '!')
   AND (CAST($5 AS TEXT) = '' OR specialty = $5)
 ORDER BY id LIMIT $6;

-- name: list_services
SELECT id, location_id, specialty, name, description, price, by_referral, in_person, video, phone FROM directory_service
 WHERE id > $1 AND (CAST($2 AS TEXT) = '' OR specialty = $2) ORDER BY id LIMIT $3;

-- name: list_staff
SELECT id, location_id, account_id, name, role, specialty, languages, credential, registry, verified_at, verified_by FROM directory_staff
 WHERE id > $1 AND (CAST($2 AS TEXT) = '' OR specialty = $2) ORDER BY id LIMIT $3;

-- name: list_organizations
SELECT account_id FROM (
    SELECT account_id FROM directory_organization WHERE account_id > $1
    UNION
    SELECT account_id FROM directory_location WHERE account_id > $1) AS known
 ORDER BY account_id LIMIT $2;

-- name: services_of_organization
SELECT id, location_id, specialty, name, description, price, by_referral, in_person, video, phone FROM directory_service
 WHERE location_id IN (SELECT id FROM directory_location WHERE account_id = $1) ORDER BY id;

-- name: staff_of_organization
SELECT id, location_id, account_id, name, role, specialty, languages, credential, registry, verified_at, verified_by FROM directory_staff
 WHERE location_id IN (SELECT id FROM directory_location WHERE account_id = $1) ORDER BY id;
