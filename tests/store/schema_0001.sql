BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
CREATE TABLE dossier (
	code VARCHAR(80) NOT NULL, 
	number INTEGER NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_dossier PRIMARY KEY (code)
);
INSERT INTO "dossier" VALUES('office',4,'3c899e23febaef7cdeb1aa6aebd15afe2fa2fd459c07a15bcaf0ddeeeeb9c016');
INSERT INTO "dossier" VALUES('P-1',3,'fd586c99f919b36a53896e5cbe2f5b07d2691d4b07200d6d6c80ab8e77c46bb4');
INSERT INTO "dossier" VALUES('P-2',1,'618270082bb3450af53950e44e33d9696a44bce7cb93634432ffab0e178d8348');
INSERT INTO "dossier" VALUES('P-3',2,'993fd1634ef43cb49aa33b6b8b0319fce4f2b9dc2059cbb59650293b2f2c54f3');
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
INSERT INTO "evaluation" VALUES(1,'自评表','mof-2020-10','c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a','1.000000','10.000000','100.000000','优','["50.000000", "30.000000", "10.000000"]','[{"code": "evaluation.all_full_scores", "severity": "note", "row": null, "field": null, "text": "Every row has full points.", "values": {}, "basis": "\u81ea\u8bc4\u8868\u81ea\u8eab\u7684\u52fe\u7a3d\u5173\u7cfb(\u8868\u5185\u6570\u5b57\u5e94\u76f8\u4e92\u4e00\u81f4)"}]',1,'P-1',1);
INSERT INTO "evaluation" VALUES(2,'自评表','mof-2020-10','c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a','1.000000','10.000000','100.000000','优','["50.000000", "30.000000", "10.000000"]','[{"code": "evaluation.total_differs", "severity": "fault", "row": null, "field": "total_printed", "text": "The total is printed as {printed}; the scores of execution and indicators add up to {computed}, and no rounding of them gives the total. Check the scores and the total.", "values": {"printed": "95", "computed": "100"}, "basis": "\u81ea\u8bc4\u8868\u81ea\u8eab\u7684\u52fe\u7a3d\u5173\u7cfb:\u603b\u5206\u7b49\u4e8e\u9884\u7b97\u6267\u884c\u7387\u5f97\u5206\u4e0e\u5404\u9879\u6307\u6807\u5f97\u5206\u4e4b\u548c(\u542b\u52a0\u5206\u3001\u6263\u5206)"}, {"code": "evaluation.all_full_scores", "severity": "note", "row": null, "field": null, "text": "Every row has full points.", "values": {}, "basis": "\u81ea\u8bc4\u8868\u81ea\u8eab\u7684\u52fe\u7a3d\u5173\u7cfb(\u8868\u5185\u6570\u5b57\u5e94\u76f8\u4e92\u4e00\u81f4)"}]',2,'P-3',1);
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
INSERT INTO "journal" VALUES(1,'office',1,'2026-11-24T04:42:00.353615Z','setup','org.register_unit','281f5d26-e585-4333-b357-3a3f521ebaec','{"action":"org.register_unit","action_id":"281f5d26-e585-4333-b357-3a3f521ebaec","actor":"setup","algorithm":"sha256","at":"2026-11-24T04:42:00.353615Z","changes":[{"image":{"code":"TJ","dossier":"office","id":1,"name":"市统计局","parent":null,"version":1},"key":1,"table":"unit"}],"cited":{},"door":"sample","dossier":"office","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"TJ","name":"市统计局"},"schema":"0001","system_user":""}','d910be36ada0256b960913764c3a76b5dd410c335b343de0dfe29494e9bb2f03');
INSERT INTO "journal" VALUES(2,'office',2,'2026-11-24T04:42:00.408628Z','setup','org.register_unit','c9bebf8b-625e-4d1f-9f7a-7b248f43b191','{"action":"org.register_unit","action_id":"c9bebf8b-625e-4d1f-9f7a-7b248f43b191","actor":"setup","algorithm":"sha256","at":"2026-11-24T04:42:00.408628Z","changes":[{"image":{"code":"SL","dossier":"office","id":2,"name":"市水利局","parent":null,"version":1},"key":2,"table":"unit"}],"cited":{},"door":"sample","dossier":"office","findings":[],"number":2,"previous":"d910be36ada0256b960913764c3a76b5dd410c335b343de0dfe29494e9bb2f03","reason":null,"request":{"code":"SL","name":"市水利局"},"schema":"0001","system_user":""}','7dc6ac80bc3f9a67a83e90da5a2d0629bf2298ec140e52c186754757de155ef8');
INSERT INTO "journal" VALUES(3,'office',3,'2026-11-24T04:42:00.410034Z','setup','org.register_person','dead8670-0c22-4a95-85b8-f8fc9b94223d','{"action":"org.register_person","action_id":"dead8670-0c22-4a95-85b8-f8fc9b94223d","actor":"setup","algorithm":"sha256","at":"2026-11-24T04:42:00.410034Z","changes":[{"image":{"dossier":"office","id":1,"left_on":null,"login":"officer","name":"王敏","roles":["unit_officer"],"unit":"TJ","version":1},"key":1,"table":"person"}],"cited":{},"door":"sample","dossier":"office","findings":[],"number":3,"previous":"7dc6ac80bc3f9a67a83e90da5a2d0629bf2298ec140e52c186754757de155ef8","reason":null,"request":{"login":"officer","name":"王敏","roles":["unit_officer"],"unit":"TJ"},"schema":"0001","system_user":""}','4bc1073f5f49c99d1ae60feea15f239f54524d33496ecc167c17f6f4db595d69');
INSERT INTO "journal" VALUES(4,'office',4,'2026-11-24T04:42:00.412188Z','setup','org.register_person','bce4d034-2236-4cf9-94a3-c00e7e5717e6','{"action":"org.register_person","action_id":"bce4d034-2236-4cf9-94a3-c00e7e5717e6","actor":"setup","algorithm":"sha256","at":"2026-11-24T04:42:00.412188Z","changes":[{"image":{"dossier":"office","id":2,"left_on":null,"login":"reviewer","name":"周宁","roles":["competent_reviewer"],"unit":"SL","version":1},"key":2,"table":"person"}],"cited":{},"door":"sample","dossier":"office","findings":[],"number":4,"previous":"4bc1073f5f49c99d1ae60feea15f239f54524d33496ecc167c17f6f4db595d69","reason":null,"request":{"login":"reviewer","name":"周宁","roles":["competent_reviewer"],"unit":"SL"},"schema":"0001","system_user":""}','3c899e23febaef7cdeb1aa6aebd15afe2fa2fd459c07a15bcaf0ddeeeeb9c016');
INSERT INTO "journal" VALUES(5,'P-1',1,'2026-11-24T04:42:00.430536Z','reviewer','project.register','23c32561-fb73-48b5-987f-796198fed802','{"action":"project.register","action_id":"23c32561-fb73-48b5-987f-796198fed802","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.430536Z","changes":[{"image":{"code":"P-1","dossier":"P-1","id":1,"name":"统计调查经费","owner":"TJ","version":1,"year_from":2023,"year_to":2023},"key":1,"table":"project"}],"cited":{},"door":"cli","dossier":"P-1","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"P-1","name":"统计调查经费","owner":"TJ","year_from":2023,"year_to":2023},"schema":"0001","system_user":"root"}','d6138d071495d1c0b555b4c52a70bcbf1156abf6164807c57016b4181e928caa');
INSERT INTO "journal" VALUES(6,'P-2',1,'2026-11-24T04:42:00.435283Z','reviewer','project.register','bb69a6d4-2aed-492b-b351-c325860aff9b','{"action":"project.register","action_id":"bb69a6d4-2aed-492b-b351-c325860aff9b","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.435283Z","changes":[{"image":{"code":"P-2","dossier":"P-2","id":2,"name":"人口抽样调查","owner":"TJ","version":1,"year_from":2023,"year_to":2023},"key":2,"table":"project"}],"cited":{},"door":"cli","dossier":"P-2","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"P-2","name":"人口抽样调查","owner":"TJ","year_from":2023,"year_to":2023},"schema":"0001","system_user":"root"}','618270082bb3450af53950e44e33d9696a44bce7cb93634432ffab0e178d8348');
INSERT INTO "journal" VALUES(7,'P-3',1,'2026-11-24T04:42:00.436881Z','reviewer','project.register','ce0b73c5-1b3c-4f7a-bfb5-f9ec4aef1bed','{"action":"project.register","action_id":"ce0b73c5-1b3c-4f7a-bfb5-f9ec4aef1bed","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.436881Z","changes":[{"image":{"code":"P-3","dossier":"P-3","id":3,"name":"水库除险加固","owner":"SL","version":1,"year_from":2023,"year_to":2023},"key":3,"table":"project"}],"cited":{},"door":"cli","dossier":"P-3","findings":[],"number":1,"previous":"","reason":null,"request":{"code":"P-3","name":"水库除险加固","owner":"SL","year_from":2023,"year_to":2023},"schema":"0001","system_user":"root"}','27d0b03c8c64e32e216be49b0962e047ecc7ee87c79f27a708c07f7f6ef6ebf1');
INSERT INTO "journal" VALUES(8,'P-1',2,'2026-11-24T04:42:00.438434Z','reviewer','evaluation.enter_self_review','514a6aba-0538-4808-8048-2bb901f4d63c','{"action":"evaluation.enter_self_review","action_id":"514a6aba-0538-4808-8048-2bb901f4d63c","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.438434Z","changes":[{"image":{"budget_adjusted":"50.00","budget_executed":"50.00","budget_initial":"50.00","budget_rate_printed":"100%","budget_score_printed":"10","budget_unit":"万元","budget_weight":"10","complete":true,"department":"市统计局","dossier":"P-1","funds":[],"grade_printed":null,"id":1,"kind":null,"printed_id":"P-1-2023","project":"P-1","rows_complete":true,"source":null,"source_url":null,"state":"draft","submitted_on":null,"text":null,"title":"统计调查经费","total_printed":"100","total_weight_printed":"100","unit":"市统计局","version":1,"year":2023,"year_printed":"2023"},"key":1,"table":"self_review"},{"image":{"actual":"200户","dossier":"P-1","id":1,"level1":"产出指标","level2":"数量指标","name":"完成调查户数","op_column":null,"place":1,"reason":null,"score":"50","self_review_id":1,"target":"≥200户","unit_column":null,"version":1,"weight":"50"},"key":1,"table":"self_review_indicator"},{"image":{"actual":"90%","dossier":"P-1","id":2,"level1":"效益指标","level2":"社会效益指标","name":"调查数据采用率","op_column":null,"place":2,"reason":null,"score":"30","self_review_id":1,"target":"≥90%","unit_column":null,"version":1,"weight":"30"},"key":2,"table":"self_review_indicator"},{"image":{"actual":"90%","dossier":"P-1","id":3,"level1":"满意度指标","level2":"服务对象满意度指标","name":"调查对象满意度（问卷调查）","op_column":null,"place":3,"reason":null,"score":"10","self_review_id":1,"target":"≥90%","unit_column":null,"version":1,"weight":"10"},"key":3,"table":"self_review_indicator"},{"image":{"dossier":"P-1","execution_rate":"1.000000","execution_score":"10.000000","findings":[{"basis":"自评表自身的勾稽关系(表内数字应相互一致)","code":"evaluation.all_full_scores","field":null,"row":null,"severity":"note","text":"Every row has full points.","values":{}}],"grade":"优","id":1,"kind":"自评表","row_scores":["50.000000","30.000000","10.000000"],"scheme":"mof-2020-10","scheme_digest":"c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a","self_review_id":1,"total":"100.000000","version":1},"key":1,"table":"evaluation"}],"cited":{"schemes/mof-2020-10":"c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a"},"door":"cli","dossier":"P-1","findings":[{"code":"evaluation.all_full_scores","field":null,"row":null,"severity":"note"}],"number":2,"previous":"d6138d071495d1c0b555b4c52a70bcbf1156abf6164807c57016b4181e928caa","reason":null,"request":{"project":"P-1","table":{"budget":{"adjusted":"50.00","executed":"50.00","funds":[],"initial":"50.00","rate_printed":"100%","score_printed":"10","unit":"万元","weight":"10"},"complete":true,"department":"市统计局","id":"P-1-2023","indicators":[{"actual":"200户","level1":"产出指标","level2":"数量指标","name":"完成调查户数","score":"50","target":"≥200户","weight":"50"},{"actual":"90%","level1":"效益指标","level2":"社会效益指标","name":"调查数据采用率","score":"30","target":"≥90%","weight":"30"},{"actual":"90%","level1":"满意度指标","level2":"服务对象满意度指标","name":"调查对象满意度（问卷调查）","score":"10","target":"≥90%","weight":"10"}],"rows_complete":true,"title":"统计调查经费","total_printed":"100","total_weight_printed":"100","unit":"市统计局","year":"2023"},"year":2023},"schema":"0001","system_user":"root"}','d4460b7a95c9c6658679113c17230aa546e5bc50fa7e27d6fdfbeb7cc660bdf1');
INSERT INTO "journal" VALUES(9,'P-3',2,'2026-11-24T04:42:00.474956Z','reviewer','evaluation.enter_self_review','97333a63-5dc1-4c4b-a04d-c73a80c78f32','{"action":"evaluation.enter_self_review","action_id":"97333a63-5dc1-4c4b-a04d-c73a80c78f32","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.474956Z","changes":[{"image":{"budget_adjusted":"50.00","budget_executed":"50.00","budget_initial":"50.00","budget_rate_printed":"100%","budget_score_printed":"10","budget_unit":"万元","budget_weight":"10","complete":true,"department":"市水利局","dossier":"P-3","funds":[],"grade_printed":null,"id":2,"kind":null,"printed_id":"P-3-2023","project":"P-3","rows_complete":true,"source":null,"source_url":null,"state":"draft","submitted_on":null,"text":null,"title":"水库除险加固","total_printed":"95","total_weight_printed":"100","unit":"市水利局","version":1,"year":2023,"year_printed":"2023"},"key":2,"table":"self_review"},{"image":{"actual":"200户","dossier":"P-3","id":4,"level1":"产出指标","level2":"数量指标","name":"完成调查户数","op_column":null,"place":1,"reason":null,"score":"50","self_review_id":2,"target":"≥200户","unit_column":null,"version":1,"weight":"50"},"key":4,"table":"self_review_indicator"},{"image":{"actual":"90%","dossier":"P-3","id":5,"level1":"效益指标","level2":"社会效益指标","name":"调查数据采用率","op_column":null,"place":2,"reason":null,"score":"30","self_review_id":2,"target":"≥90%","unit_column":null,"version":1,"weight":"30"},"key":5,"table":"self_review_indicator"},{"image":{"actual":"90%","dossier":"P-3","id":6,"level1":"满意度指标","level2":"服务对象满意度指标","name":"调查对象满意度（问卷调查）","op_column":null,"place":3,"reason":null,"score":"10","self_review_id":2,"target":"≥90%","unit_column":null,"version":1,"weight":"10"},"key":6,"table":"self_review_indicator"},{"image":{"dossier":"P-3","execution_rate":"1.000000","execution_score":"10.000000","findings":[{"basis":"自评表自身的勾稽关系:总分等于预算执行率得分与各项指标得分之和(含加分、扣分)","code":"evaluation.total_differs","field":"total_printed","row":null,"severity":"fault","text":"The total is printed as {printed}; the scores of execution and indicators add up to {computed}, and no rounding of them gives the total. Check the scores and the total.","values":{"computed":"100","printed":"95"}},{"basis":"自评表自身的勾稽关系(表内数字应相互一致)","code":"evaluation.all_full_scores","field":null,"row":null,"severity":"note","text":"Every row has full points.","values":{}}],"grade":"优","id":2,"kind":"自评表","row_scores":["50.000000","30.000000","10.000000"],"scheme":"mof-2020-10","scheme_digest":"c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a","self_review_id":2,"total":"100.000000","version":1},"key":2,"table":"evaluation"}],"cited":{"schemes/mof-2020-10":"c2d42aa3931fcccb23c66fe9bc5ed7d9b125d18795432504c433d0f45f5a434a"},"door":"cli","dossier":"P-3","findings":[{"code":"evaluation.total_differs","field":"total_printed","row":null,"severity":"fault"},{"code":"evaluation.all_full_scores","field":null,"row":null,"severity":"note"}],"number":2,"previous":"27d0b03c8c64e32e216be49b0962e047ecc7ee87c79f27a708c07f7f6ef6ebf1","reason":null,"request":{"project":"P-3","table":{"budget":{"adjusted":"50.00","executed":"50.00","funds":[],"initial":"50.00","rate_printed":"100%","score_printed":"10","unit":"万元","weight":"10"},"complete":true,"department":"市水利局","id":"P-3-2023","indicators":[{"actual":"200户","level1":"产出指标","level2":"数量指标","name":"完成调查户数","score":"50","target":"≥200户","weight":"50"},{"actual":"90%","level1":"效益指标","level2":"社会效益指标","name":"调查数据采用率","score":"30","target":"≥90%","weight":"30"},{"actual":"90%","level1":"满意度指标","level2":"服务对象满意度指标","name":"调查对象满意度（问卷调查）","score":"10","target":"≥90%","weight":"10"}],"rows_complete":true,"title":"水库除险加固","total_printed":"95","total_weight_printed":"100","unit":"市水利局","year":"2023"},"year":2023},"schema":"0001","system_user":"root"}','993fd1634ef43cb49aa33b6b8b0319fce4f2b9dc2059cbb59650293b2f2c54f3');
INSERT INTO "journal" VALUES(10,'P-1',3,'2026-11-24T04:42:00.496660Z','reviewer','evaluation.submit_self_review','65b14653-2dbc-4e89-8572-96d51defc5ba','{"action":"evaluation.submit_self_review","action_id":"65b14653-2dbc-4e89-8572-96d51defc5ba","actor":"reviewer","algorithm":"sha256","at":"2026-11-24T04:42:00.496660Z","changes":[{"image":{"budget_adjusted":"50.00","budget_executed":"50.00","budget_initial":"50.00","budget_rate_printed":"100%","budget_score_printed":"10","budget_unit":"万元","budget_weight":"10","complete":true,"department":"市统计局","dossier":"P-1","funds":[],"grade_printed":null,"id":1,"kind":null,"printed_id":"P-1-2023","project":"P-1","rows_complete":true,"source":null,"source_url":null,"state":"submitted","submitted_on":"2026-11-24","text":null,"title":"统计调查经费","total_printed":"100","total_weight_printed":"100","unit":"市统计局","version":2,"year":2023,"year_printed":"2023"},"key":1,"table":"self_review"}],"cited":{},"door":"cli","dossier":"P-1","findings":[],"number":3,"previous":"d4460b7a95c9c6658679113c17230aa546e5bc50fa7e27d6fdfbeb7cc660bdf1","reason":null,"request":{"project":"P-1","year":2023},"schema":"0001","system_user":"root"}','fd586c99f919b36a53896e5cbe2f5b07d2691d4b07200d6d6c80ab8e77c46bb4');
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
INSERT INTO "person" VALUES('officer','王敏','TJ','["unit_officer"]',NULL,1,'office',1);
INSERT INTO "person" VALUES('reviewer','周宁','SL','["competent_reviewer"]',NULL,2,'office',1);
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
INSERT INTO "project" VALUES('P-1','统计调查经费','TJ',2023,2023,1,'P-1',1);
INSERT INTO "project" VALUES('P-2','人口抽样调查','TJ',2023,2023,2,'P-2',1);
INSERT INTO "project" VALUES('P-3','水库除险加固','SL',2023,2023,3,'P-3',1);
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
	version INTEGER NOT NULL, 
	CONSTRAINT pk_self_review PRIMARY KEY (id), 
	CONSTRAINT uq_self_review_project_year UNIQUE (project, year)
);
INSERT INTO "self_review" VALUES('P-1',2023,'submitted','P-1-2023',NULL,'统计调查经费','市统计局','市统计局','2023','50.00','50.00','50.00','100%','10','10','万元','[]','100','100',NULL,1,1,NULL,NULL,NULL,'2026-11-24',1,'P-1',2);
INSERT INTO "self_review" VALUES('P-3',2023,'draft','P-3-2023',NULL,'水库除险加固','市水利局','市水利局','2023','50.00','50.00','50.00','100%','10','10','万元','[]','100','95',NULL,1,1,NULL,NULL,NULL,NULL,2,'P-3',1);
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
INSERT INTO "self_review_indicator" VALUES(1,1,'产出指标','数量指标','完成调查户数','≥200户','200户','50','50',NULL,NULL,NULL,1,'P-1',1);
INSERT INTO "self_review_indicator" VALUES(1,2,'效益指标','社会效益指标','调查数据采用率','≥90%','90%','30','30',NULL,NULL,NULL,2,'P-1',1);
INSERT INTO "self_review_indicator" VALUES(1,3,'满意度指标','服务对象满意度指标','调查对象满意度（问卷调查）','≥90%','90%','10','10',NULL,NULL,NULL,3,'P-1',1);
INSERT INTO "self_review_indicator" VALUES(2,1,'产出指标','数量指标','完成调查户数','≥200户','200户','50','50',NULL,NULL,NULL,4,'P-3',1);
INSERT INTO "self_review_indicator" VALUES(2,2,'效益指标','社会效益指标','调查数据采用率','≥90%','90%','30','30',NULL,NULL,NULL,5,'P-3',1);
INSERT INTO "self_review_indicator" VALUES(2,3,'满意度指标','服务对象满意度指标','调查对象满意度（问卷调查）','≥90%','90%','10','10',NULL,NULL,NULL,6,'P-3',1);
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
INSERT INTO "unit" VALUES('TJ','市统计局',NULL,1,'office',1);
INSERT INTO "unit" VALUES('SL','市水利局',NULL,2,'office',1);
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