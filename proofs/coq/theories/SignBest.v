(** The sign is the best point of {-1, 1}. *)
From Coq Require Import Reals Lra.
From TightMax Require Import SignUnderNoise.
Open Scope R_scope.

Lemma sign_choice_best eps theta s : sign_choice eps theta s <->
  forall z, (s z = 1 \/ s z = -1) /\ forall y, y = 1 \/ y = -1 -> y * (theta + eps * z) <= s z * (theta + eps * z).
Proof.
  split.
  - intros (V & Pos & Neg) z. split; [apply V|]. intros y Y.
    destruct (Rtotal_order (theta + eps * z) 0) as [H|[H|H]].
    + rewrite (Neg z H). destruct Y; subst; lra.
    + rewrite H. lra.
    + rewrite (Pos z H). destruct Y; subst; lra.
  - intros H. split; [intros z; apply H|]. split; intros z Hz; destruct (H z) as [[E|E] B]; auto; exfalso.
    + specialize (B 1 (or_introl eq_refl)). rewrite E in B. lra.
    + specialize (B (-1) (or_intror eq_refl)). rewrite E in B. lra.
Qed.
