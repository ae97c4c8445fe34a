BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE budget_line (
	project VARCHAR(80) NOT NULL, 
	year BIGINT NOT NULL, 
	source VARCHAR(80) NOT NULL, 
	opening BIGINT NOT NULL, 
	allotted BIGINT NOT NULL, 
	paid BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_budget_line PRIMARY KEY (id), 
	CONSTRAINT ck_budget_line_not_negative CHECK (opening >= 0 AND allotted >= 0 AND paid >= 0), 
	CONSTRAINT ck_budget_line_not_overspent CHECK (paid <= allotted), 
	CONSTRAINT uq_budget_line_project_year_source UNIQUE (project, year, source)
);
INSERT INTO "budget_line" VALUES('P-1',2025,'市级',98500,86146,33467,1,'P-1',1);
INSERT INTO "budget_line" VALUES('P-1',2026,'市级',1000,1500,0,2,'P-1',1);
INSERT INTO "budget_line" VALUES('P-2',2025,'省级',0,0,0,3,'P-2',1);
CREATE TABLE dossier (
	code VARCHAR(80) NOT NULL, 
	number INTEGER NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_dossier PRIMARY KEY (code)
);
INSERT INTO "dossier" VALUES('office',1,'7375fd608c94b706e991dd67c580f60f9d49f1ef8f36d416ee6770c67edd8f0e');
INSERT INTO "dossier" VALUES('P-1',3,'773aca04520b8b81a6ddc75c63fd36a53aa4dda013ad32b43666cd901164b008');
INSERT INTO "dossier" VALUES('P-2',2,'b0e29573581be991c721e6ee5eb8bfc8bf5be6e18a50cbb26782d187aa2cf209');
CREATE TABLE evaluation (
	self_review_id BIGINT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	scheme VARCHAR(80) NOT NULL, 
	scheme_digest VARCHAR(64) NOT NULL, 
	execution_rate VARCHAR(40), 
	execution_score VARCHAR(40), 
	total VARCHAR(40), 
	grade VARCHAR(20), 
	row_scores JSON NOT NULL, 
	findings JSON NOT NULL, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_evaluation PRIMARY KEY (id), 
	CONSTRAINT uq_evaluation_self_review_id UNIQUE (self_review_id)
);
CREATE TABLE evidence (
	self_review_id BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	size INTEGER NOT NULL, 
	page VARCHAR(40), 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT uq_evidence_self_review_id_place_digest UNIQUE (self_review_id, place, digest)
);
CREATE TABLE journal (
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	action VARCHAR(80) NOT NULL, 
	action_id VARCHAR(36) NOT NULL, 
	text TEXT NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id), 
	CONSTRAINT uq_journal_dossier_number UNIQUE (dossier, number)
);
INSERT INTO "journal" VALUES(1,'office',1,'2026-03-01T04:00:00.000000Z','wang','org.register_unit','30b42cdf-67f2-43cb-a9ad-fa813fb0bea6','{"action":"org.register_unit","action_id":"30b42cdf-67f2-43cb-a9ad-fa813fb0bea6","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:00:00.000000Z","changes":[{"image":{"code":"SL","dossier":"office","id":1,"name":"市水利局","parent":null,"version":1},"key":1,"table":"unit"}],"cited":{},"door":"cli","dossier":"office","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"SL","name":"市水利局"},"schema":"0002","system_user":""}','7375fd608c94b706e991dd67c580f60f9d49f1ef8f36d416ee6770c67edd8f0e');
INSERT INTO "journal" VALUES(2,'P-1',1,'2026-03-01T04:01:00.000000Z','wang','project.register','f3e00e16-31b8-441d-a2a1-c8c16b5d1aa8','{"action":"project.register","action_id":"f3e00e16-31b8-441d-a2a1-c8c16b5d1aa8","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:01:00.000000Z","changes":[{"image":{"code":"P-1","dossier":"P-1","id":1,"name":"水标尺","owner":"SL","version":1,"year_from":2024,"year_to":2026},"key":1,"table":"project"}],"cited":{},"door":"cli","dossier":"P-1","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"P-1","name":"水标尺","owner":"SL","year_from":2024,"year_to":2026},"schema":"0002","system_user":""}','dc7427d8e8e500782abc6ea370079a3f90a17c24c4ee94b900102dab609d858a');
INSERT INTO "journal" VALUES(3,'P-2',1,'2026-03-01T04:02:00.000000Z','wang','project.register','1d7fc6f4-376d-45b4-8a72-73a497bad221','{"action":"project.register","action_id":"1d7fc6f4-376d-45b4-8a72-73a497bad221","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:02:00.000000Z","changes":[{"image":{"code":"P-2","dossier":"P-2","id":2,"name":"水库","owner":"SL","version":1,"year_from":2025,"year_to":2026},"key":2,"table":"project"}],"cited":{},"door":"cli","dossier":"P-2","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"P-2","name":"水库","owner":"SL","year_from":2025,"year_to":2026},"schema":"0002","system_user":""}','07f833255a31abe62894fe0af238745e4f0e1dc0108be3edfebc5eb73edf3591');
INSERT INTO "journal" VALUES(4,'P-1',2,'2026-03-01T04:03:00.000000Z','wang','budget.take_over_line','87a93e14-75c5-4b02-8bfd-cf1ec3c35ff3','{"action":"budget.take_over_line","action_id":"87a93e14-75c5-4b02-8bfd-cf1ec3c35ff3","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:03:00.000000Z","changes":[{"image":{"allotted":86146,"dossier":"P-1","id":1,"opening":98500,"paid":33467,"project":"P-1","source":"市级","version":1,"year":2025},"key":1,"table":"budget_line"}],"cited":{},"door":"cli","dossier":"P-1","findings":[],"number":2,"previous":"dc7427d8e8e500782abc6ea370079a3f90a17c24c4ee94b900102dab609d858a","reason":null,"request":{"allotted":86146,"opening":98500,"paid":33467,"project":"P-1","source":"市级","year":2025},"schema":"0002","system_user":""}','3816d4f786e60d11dd72fb5f55787b1e56d34b538ba5412310d18347342c2edc');
INSERT INTO "journal" VALUES(5,'P-1',3,'2026-03-01T04:04:00.000000Z','wang','budget.take_over_line','76ce67b6-0720-4bda-877c-ffbffcd8feaa','{"action":"budget.take_over_line","action_id":"76ce67b6-0720-4bda-877c-ffbffcd8feaa","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:04:00.000000Z","changes":[{"image":{"allotted":1500,"dossier":"P-1","id":2,"opening":1000,"paid":0,"project":"P-1","source":"市级","version":1,"year":2026},"key":2,"table":"budget_line"}],"cited":{},"door":"cli","dossier":"P-1","findings":[],"number":3,"previous":"3816d4f786e60d11dd72fb5f55787b1e56d34b538ba5412310d18347342c2edc","reason":null,"request":{"allotted":1500,"opening":1000,"paid":0,"project":"P-1","source":"市级","year":2026},"schema":"0002","system_user":""}','773aca04520b8b81a6ddc75c63fd36a53aa4dda013ad32b43666cd901164b008');
INSERT INTO "journal" VALUES(6,'P-2',2,'2026-03-01T04:05:00.000000Z','wang','budget.take_over_line','dcbd6cbf-3523-4df1-b778-060f6794c079','{"action":"budget.take_over_line","action_id":"dcbd6cbf-3523-4df1-b778-060f6794c079","actor":"wang","algorithm":"sha256","at":"2026-03-01T04:05:00.000000Z","changes":[{"image":{"allotted":0,"dossier":"P-2","id":3,"opening":0,"paid":0,"project":"P-2","source":"省级","version":1,"year":2025},"key":3,"table":"budget_line"}],"cited":{},"door":"cli","dossier":"P-2","findings":[],"number":2,"previous":"07f833255a31abe62894fe0af238745e4f0e1dc0108be3edfebc5eb73edf3591","reason":null,"request":{"allotted":0,"opening":0,"paid":0,"project":"P-2","source":"省级","year":2025},"schema":"0002","system_user":""}','b0e29573581be991c721e6ee5eb8bfc8bf5be6e18a50cbb26782d187aa2cf209');
CREATE TABLE objective (
	project VARCHAR(80) NOT NULL, 
	year BIGINT NOT NULL, 
	revision BIGINT NOT NULL, 
	approved_on DATE NOT NULL, 
	document VARCHAR(200) NOT NULL, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_objective PRIMARY KEY (id), 
	CONSTRAINT uq_objective_project_year_revision UNIQUE (project, year, revision)
);
CREATE TABLE objective_indicator (
	objective_id BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	level1 TEXT, 
	level2 TEXT, 
	name TEXT NOT NULL, 
	target TEXT, 
	weight TEXT, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_objective_indicator PRIMARY KEY (id), 
	CONSTRAINT uq_objective_indicator_objective_id_place UNIQUE (objective_id, place)
);
CREATE TABLE person (
	login VARCHAR(80) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	unit VARCHAR(80), 
	roles JSON NOT NULL, 
	left_on DATE, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_login UNIQUE (login)
);
CREATE TABLE project (
	code VARCHAR(80) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	owner VARCHAR(80) NOT NULL, 
	year_from BIGINT NOT NULL, 
	year_to BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_project PRIMARY KEY (id), 
	CONSTRAINT uq_project_code UNIQUE (code)
);
INSERT INTO "project" VALUES('P-1','水标尺','SL',2024,2026,1,'P-1',1);
INSERT INTO "project" VALUES('P-2','水库','SL',2025,2026,2,'P-2',1);
CREATE TABLE self_review (
	project VARCHAR(80) NOT NULL, 
	year BIGINT, 
	state VARCHAR(20) NOT NULL, 
	printed_id VARCHAR(200) NOT NULL, 
	kind TEXT, 
	title TEXT, 
	department TEXT, 
	unit TEXT, 
	year_printed TEXT, 
	budget_initial TEXT, 
	budget_adjusted TEXT, 
	budget_executed TEXT, 
	budget_rate_printed TEXT, 
	budget_weight TEXT, 
	budget_score_printed TEXT, 
	budget_unit TEXT, 
	funds JSON NOT NULL, 
	total_weight_printed TEXT, 
	total_printed TEXT, 
	grade_printed TEXT, 
	complete BOOLEAN NOT NULL, 
	rows_complete BOOLEAN NOT NULL, 
	text TEXT, 
	source TEXT, 
	source_url TEXT, 
	submitted_on DATE, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, scheme_named VARCHAR(80), 
	CONSTRAINT pk_self_review PRIMARY KEY (id), 
	CONSTRAINT uq_self_review_project_year UNIQUE (project, year)
);
CREATE TABLE self_review_indicator (
	self_review_id BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	level1 TEXT, 
	level2 TEXT, 
	name TEXT, 
	target TEXT, 
	actual TEXT, 
	weight TEXT, 
	score TEXT, 
	reason TEXT, 
	op_column TEXT, 
	unit_column TEXT, 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_self_review_indicator PRIMARY KEY (id), 
	CONSTRAINT uq_self_review_indicator_self_review_id_place UNIQUE (self_review_id, place)
);
CREATE TABLE unit (
	code VARCHAR(80) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	parent VARCHAR(80), 
	id INTEGER NOT NULL, 
	dossier VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT uq_unit_code UNIQUE (code)
);
INSERT INTO "unit" VALUES('SL','市水利局',NULL,1,'office',1);
CREATE INDEX ix_budget_line_dossier ON budget_line (dossier);
CREATE INDEX ix_evaluation_dossier ON evaluation (dossier);
CREATE INDEX ix_evidence_dossier ON evidence (dossier);
CREATE INDEX ix_journal_at ON journal (at);
CREATE INDEX ix_objective_dossier ON objective (dossier);
CREATE INDEX ix_objective_indicator_dossier ON objective_indicator (dossier);
CREATE INDEX ix_person_dossier ON person (dossier);
CREATE INDEX ix_project_dossier ON project (dossier);
CREATE INDEX ix_project_owner ON project (owner);
CREATE INDEX ix_self_review_dossier ON self_review (dossier);
CREATE INDEX ix_self_review_indicator_dossier ON self_review_indicator (dossier);
CREATE INDEX ix_unit_dossier ON unit (dossier);
COMMIT;
