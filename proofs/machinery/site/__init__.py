"""The web site: pages made of statements, proofs and records, built with Sphinx into plain files (`make site`)."""
