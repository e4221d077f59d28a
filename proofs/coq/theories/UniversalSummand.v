(** The summand of the regulariser behind the universal smoothing: x ln x up to 1/2, and from there on another
    formula that meets it with equal first and second derivatives. *)

From Coq Require Import Reals Lra.
From TightMax Require Import Entropy.
Open Scope R_scope.

Definition glue (f g : R -> R) (x : R) : R := if Rle_dec x (1 / 2) then f x else g x.

Definition phi : R -> R :=
  glue (fun x => x * ln x) (fun x => 2 * x ^ 2 - 2 * x - (1 - x) * ln (1 - x) + (1 / 2 - ln 2)).
Definition phi' : R -> R := glue (fun x => ln x + 1) (fun x => 4 * x + (ln (1 - x) - 1)).
Definition phi'' : R -> R := glue (fun x => / x) (fun x => 4 - / (1 - x)).

Lemma glue_low f g x : x <= 1 / 2 -> glue f g x = f x.
Proof. intros H. unfold glue. destruct (Rle_dec x (1 / 2)); [reflexivity|lra]. Qed.

Lemma glue_high f g x : f (1 / 2) = g (1 / 2) -> 1 / 2 <= x -> glue f g x = g x.
Proof.
  intros E H. unfold glue. destruct (Rle_dec x (1 / 2)); [|reflexivity]. now replace x with (1 / 2) by lra.
Qed.

Lemma derivable_pt_lim_glue f g x l :
  f (1 / 2) = g (1 / 2) -> (x <= 1 / 2 -> derivable_pt_lim f x l) -> (1 / 2 <= x -> derivable_pt_lim g x l) ->
  derivable_pt_lim (glue f g) x l.
Proof.
  intros E Hf Hg. destruct (Rtotal_order x (1 / 2)) as [H|[->|H]].
  - apply (derivable_pt_lim_locally_ext f _ x (x - 1) (1 / 2)); [lra| |apply Hf; lra].
    intros z Hz. symmetry. apply glue_low. lra.
  - intros eps He. destruct (Hf (Rle_refl _) eps He) as [d1 H1], (Hg (Rle_refl _) eps He) as [d2 H2].
    exists (mkposreal _ (Rmin_stable_in_posreal d1 d2)). simpl. intros h Hh Hl.
    destruct (Rle_dec (1 / 2 + h) (1 / 2)) as [L|L].
    + rewrite 2 glue_low by lra. apply H1; [exact Hh|]. eapply Rlt_le_trans; [exact Hl|apply Rmin_l].
    + rewrite 2 glue_high by (try exact E; lra).
      apply H2; [exact Hh|]. eapply Rlt_le_trans; [exact Hl|apply Rmin_r].
  - apply (derivable_pt_lim_locally_ext g _ x (1 / 2) (x + 1)); [lra| |apply Hg; lra].
    intros z Hz. symmetry. apply glue_high; [exact E|lra].
Qed.

Lemma derivable_pt_lim_1_minus f l x :
  derivable_pt_lim f (1 - x) l -> derivable_pt_lim (fun x => f (1 - x)) x (- l).
Proof.
  intros H. replace (- l) with (l * (0 - 1)) by ring.
  apply (derivable_pt_lim_comp (fun x => 1 - x) f); [|exact H].
  apply (derivable_pt_lim_minus (fct_cte 1) id); [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
Qed.

Lemma ln_half : ln (1 / 2) = - ln 2.
Proof. unfold Rdiv. rewrite Rmult_1_l. apply ln_Rinv. lra. Qed.

Lemma phi_meets : 1 / 2 * ln (1 / 2) =
  2 * (1 / 2) ^ 2 - 2 * (1 / 2) - (1 - 1 / 2) * ln (1 - 1 / 2) + (1 / 2 - ln 2).
Proof. replace (1 - 1 / 2) with (1 / 2) by lra. rewrite ln_half. field. Qed.

Lemma phi_low x : x <= 1 / 2 -> phi x = x * ln x.
Proof. apply (glue_low (fun x => x * ln x)). Qed.

Lemma phi_high x : 1 / 2 <= x -> phi x = 2 * x ^ 2 - 2 * x - (1 - x) * ln (1 - x) + (1 / 2 - ln 2).
Proof. intros H. unfold phi. rewrite glue_high; [reflexivity|exact phi_meets|exact H]. Qed.

Lemma phi''_low x : x <= 1 / 2 -> phi'' x = / x.
Proof. apply (glue_low (fun x => / x)). Qed.

Lemma phi''_high x : 1 / 2 <= x -> phi'' x = 4 - / (1 - x).
Proof. intros H. unfold phi''. rewrite glue_high; [reflexivity|field|exact H]. Qed.

Lemma phi_derivative x : 0 < x < 1 -> derivable_pt_lim phi x (phi' x).
Proof.
  intros Hx. apply derivable_pt_lim_glue; [exact phi_meets| |]; intros H.
  - unfold phi'. rewrite glue_low by exact H. apply derivable_pt_lim_xlnx. lra.
  - unfold phi'. rewrite glue_high; [|replace (1 - 1 / 2) with (1 / 2) by lra; lra|exact H].
    replace (4 * x + (ln (1 - x) - 1)) with (2 * (INR 2 * x ^ pred 2) - 2 * 1 - - (ln (1 - x) + 1) + 0)
      by (simpl; ring).
    apply (derivable_pt_lim_plus
      (fun x => 2 * x ^ 2 - 2 * x - (1 - x) * ln (1 - x)) (fct_cte (1 / 2 - ln 2)));
      [|apply derivable_pt_lim_const].
    apply (derivable_pt_lim_minus (fun x => 2 * x ^ 2 - 2 * x) (fun x => (1 - x) * ln (1 - x))).
    + apply (derivable_pt_lim_minus (fun x => 2 * x ^ 2) (fun x => 2 * x)).
      * apply (derivable_pt_lim_scal (fun x => x ^ 2)), derivable_pt_lim_pow.
      * apply (derivable_pt_lim_scal id), derivable_pt_lim_id.
    + apply (derivable_pt_lim_1_minus (fun x => x * ln x)), derivable_pt_lim_xlnx. lra.
Qed.

Lemma phi'_derivative x : 0 < x < 1 -> derivable_pt_lim phi' x (phi'' x).
Proof.
  intros Hx. apply derivable_pt_lim_glue.
  - replace (1 - 1 / 2) with (1 / 2) by lra. lra.
  - intros H. rewrite phi''_low by exact H. replace (/ x) with (/ x + 0) by ring.
    apply (derivable_pt_lim_plus ln (fct_cte 1));
      [apply derivable_pt_lim_ln; lra|apply derivable_pt_lim_const].
  - intros H. rewrite phi''_high by exact H.
    replace (4 - / (1 - x)) with (4 * 1 + (- / (1 - x) - 0)) by ring.
    apply (derivable_pt_lim_plus (fun x => 4 * x) (fun x => ln (1 - x) - 1)).
    + apply (derivable_pt_lim_scal id), derivable_pt_lim_id.
    + apply (derivable_pt_lim_minus (fun x => ln (1 - x)) (fct_cte 1)); [|apply derivable_pt_lim_const].
      apply (derivable_pt_lim_1_minus ln), derivable_pt_lim_ln. lra.
Qed.

Lemma phi_continuous x : 0 <= x <= 1 -> continuity_pt phi x.
Proof.
  intros Hx. destruct (Req_dec x 0) as [->|H0].
  - apply (continuity_pt_locally_ext (fun x => x * ln x) _ (1 / 2)); [lra| |apply continuity_pt_xlnx; lra].
    intros y Hy. unfold R_dist in Hy. apply Rabs_def2 in Hy. symmetry. apply phi_low. lra.
  - destruct (Req_dec x 1) as [->|H1].
    + apply (continuity_pt_locally_ext
        (fun x => (2 * x ^ 2 - 2 * x + (1 / 2 - ln 2)) - (1 - x) * ln (1 - x)) _ (1 / 2)); [lra| |].
      * intros y Hy. unfold R_dist in Hy. apply Rabs_def2 in Hy. rewrite phi_high by lra. ring.
      * apply (continuity_pt_minus (fun x => 2 * x ^ 2 - 2 * x + (1 / 2 - ln 2))
          (fun x => (1 - x) * ln (1 - x))).
        -- apply derivable_continuous_pt. reg.
        -- apply (continuity_pt_comp (fun x => 1 - x) (fun x => x * ln x)).
           ++ apply derivable_continuous_pt. reg.
           ++ apply continuity_pt_xlnx. lra.
    + apply derivable_continuous_pt. exists (phi' x). apply phi_derivative. lra.
Qed.
