drop table engagement_samples;
