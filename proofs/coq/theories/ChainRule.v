(** The gradient of a function of a differentiable map is the transposed Jacobian times the gradient of the function. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices LipschitzJacobian Gradients.
Open Scope R_scope.

Lemma norm_inf_le_norm2 d x : norm_inf d x <= norm2 d x.
Proof. apply norm_inf_le; [apply norm2_nonneg|]. intros i Hi. now apply entry_le_norm2. Qed.

Lemma norm2_le_norm_inf d x : norm2 d x <= INR d * norm_inf d x.
Proof.
  eapply Rle_trans; [apply norm2_le_norm1|]. rewrite <- sum_const. apply sum_le. intros i Hi. now apply norm_inf_entry.
Qed.

(** A matrix is a bounded map. *)
Lemma image_bounded d m J x : norm_inf d (image m J x) <= sum d (fun i => norm1 m (J i)) * norm_inf m x.
Proof.
  assert (P : forall i, (i < d)%nat -> 0 <= norm1 m (J i)) by (intros; apply norm1_nonneg).
  apply norm_inf_le; [apply Rmult_le_pos; [now apply sum_nonneg|apply norm_inf_nonneg]|]. intros i Hi.
  apply Rle_trans with (norm1 m (J i) * norm_inf m x).
  - unfold image. eapply Rle_trans; [apply sum_abs|]. unfold norm1. rewrite Rmult_comm, <- sum_scale. apply sum_le.
    intros j Hj. rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|now apply norm_inf_entry].
  - apply Rmult_le_compat_r; [apply norm_inf_nonneg|]. exact (sum_term_le d (fun i => norm1 m (J i)) i P Hi).
Qed.

Lemma chain_rule m d L G h w J : gradient_at d L (h w) G -> jacobian_at d m h w J ->
  gradient_at m (fun x => L (h x)) w (image d (transpose J) G).
Proof.
  intros DL Dh eta He. set (S := sum d (fun i => norm1 m (J i))). set (M := INR m). set (g := norm1 d G).
  assert (PS : 0 <= S) by (apply sum_nonneg; intros; apply norm1_nonneg).
  assert (PM : 0 <= M) by apply pos_INR. assert (Pg : 0 <= g) by apply norm1_nonneg.
  set (a := eta / (2 * (S + M + 1))). assert (Pa : 0 < a) by (apply Rdiv_lt_0_compat; lra).
  destruct (DL a Pa) as (d1 & P1 & H1). set (b := Rmin 1 (eta / (2 * ((g + 1) * (M + 1))))).
  assert (PgM : 0 < (g + 1) * (M + 1)) by (apply Rmult_lt_0_compat; lra).
  assert (Pb : 0 < b) by (apply Rmin_pos; [lra|apply Rdiv_lt_0_compat; lra]).
  assert (Lb : b * ((g + 1) * (M + 1)) <= eta / 2).
  { apply Rle_trans with (eta / (2 * ((g + 1) * (M + 1))) * ((g + 1) * (M + 1))).
    - apply Rmult_le_compat_r; [lra|apply Rmin_r].
    - right. field. split; lra. }
  assert (Lb1 : b <= 1) by apply Rmin_l. destruct (Dh b Pb) as (d2 & P2 & H2).
  exists (Rmin (d1 / (S + M + 1)) (d2 / (M + 1))).
  split; [apply Rmin_pos; apply Rdiv_lt_0_compat; lra|]. intros x Hx. set (n := norm_inf m (sub x w)) in *.
  assert (Pn : 0 <= n) by apply norm_inf_nonneg.
  pose proof (Rlt_le_trans _ _ _ Hx (Rmin_l _ _)) as X1. pose proof (Rlt_le_trans _ _ _ Hx (Rmin_r _ _)) as X2.
  apply (Rmult_lt_compat_r (S + M + 1)) in X1; [|lra]. apply (Rmult_lt_compat_r (M + 1)) in X2; [|lra].
  replace (d1 / (S + M + 1) * (S + M + 1)) with d1 in X1 by (field; lra).
  replace (d2 / (M + 1) * (M + 1)) with d2 in X2 by (field; lra).
  pose proof (norm2_le_norm_inf m (sub x w)) as N2. fold n M in N2.
  specialize (H2 x ltac:(nra)). set (e := sub (sub (h x) (h w)) (image m J (sub x w))) in *.
  pose proof (norm_inf_le_norm2 d e) as Ne.
  assert (Le : norm_inf d e <= b * (M * n)) by (eapply Rle_trans; [exact Ne|]; eapply Rle_trans; [exact H2|];
    apply Rmult_le_compat_l; lra).
  assert (Mn : 0 <= M * n) by now apply Rmult_le_pos.
  assert (Lh : norm_inf d (sub (h x) (h w)) <= (S + M) * n).
  { apply norm_inf_le; [apply Rmult_le_pos; lra|]. intros i Hi.
    replace (sub (h x) (h w) i) with (e i + image m J (sub x w) i) by (unfold e, sub; ring).
    eapply Rle_trans; [apply Rabs_triang|]. pose proof (norm_inf_entry d e i Hi) as A.
    pose proof (norm_inf_entry d (image m J (sub x w)) i Hi) as B.
    pose proof (image_bounded d m J (sub x w)) as C. fold S n in C. nra. }
  specialize (H1 (h x) ltac:(nra)).
  replace (dot m (image d (transpose J) G) (sub x w)) with (dot d G (sub (h x) (h w)) - dot d G e).
  2: { assert (Ee : dot d G e = dot d G (sub (h x) (h w)) - dot d G (image m J (sub x w))) by apply dot_sub_right.
    rewrite Ee, dot_image. ring. }
  assert (Ge : Rabs (dot d G e) <= g * (b * (M * n))).
  { apply Rabs_le. pose proof (dot_le d G e) as A. pose proof (dot_le d G (scale (-1) e)) as A'.
    rewrite dot_scale_r in A'. unfold scale in A'. rewrite norm_inf_scale, (Rabs_left (-1)) in A' by lra.
    apply (Rmult_le_compat_l g) in Le; [|exact Pg]. fold g in A, A'. lra. }
  replace (L (h x) - L (h w) - (dot d G (sub (h x) (h w)) - dot d G e))
    with (L (h x) - L (h w) - dot d G (sub (h x) (h w)) + dot d G e) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (A1 : a * norm_inf d (sub (h x) (h w)) <= eta / 2 * n).
  { apply Rle_trans with (a * ((S + M) * n)); [apply Rmult_le_compat_l; lra|].
    assert (Ea : a * (S + M + 1) = eta / 2) by (unfold a; field; lra). nra. }
  assert (A2 : g * (b * (M * n)) <= eta / 2 * n).
  { apply Rle_trans with (b * ((g + 1) * (M + 1)) * n); [|now apply Rmult_le_compat_r].
    replace (g * (b * (M * n))) with (b * (g * M) * n) by ring. apply Rmult_le_compat_r; [exact Pn|].
    apply Rmult_le_compat_l; [lra|]. nra. }
  lra.
Qed.
