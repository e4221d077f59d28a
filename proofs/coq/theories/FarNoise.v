(** Much noise with a density: the mean of the maximiser at theta is close to that at 0, and the same whatever maximiser
    is chosen. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Conjugate Converse Euclid EuclidDuality MeanValue PerturbedMaximum ShiftedNoise.
Open Scope R_scope.

Section Far.
Context {W : Type} (P : mean_value W).
Variables (d N : nat) (y : nat -> vec) (Z : W -> vec) (nu : vec -> R) (grad : vec -> vec).
Hypothesis HN : (1 <= N)%nat.
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Hypothesis Density : has_density P d Z nu.
Hypothesis Smooth : continuously_differentiable d nu grad.
Hypothesis Score : forall i, (i < d)%nat -> integrable P (fun w => grad (Z w) i).

Let R0 := largest N (fun j => norm2 d (y j)).

(** The first d entries; the others are 0. *)
Let cut (v : vec) : vec := fun i => if lt_dec i d then v i else 0.

Lemma cut_outside v i : (d <= i)%nat -> cut v i = 0.
Proof. intros Hi. unfold cut. destruct (lt_dec i d); [lia|reflexivity]. Qed.

Lemma cut_inside v i : (i < d)%nat -> cut v i = v i.
Proof. intros Hi. unfold cut. destruct (lt_dec i d); [reflexivity|lia]. Qed.

(** Whatever best point is chosen, its mean is the same. *)
Lemma same_mean_point eps theta best best' : 0 < eps -> best_choice P d N y Z eps theta best ->
  best_choice P d N y Z eps theta best' -> forall i, (i < d)%nat -> mean_point P y best i = mean_point P y best' i.
Proof.
  intros He [M B] [M' B'] i Hi. destruct (mean_of_choice P N best (fun w => proj1 (B w)) M) as [A _].
  destruct (mean_of_choice P N best' (fun w => proj1 (B' w)) M') as [A' _].
  set (v := fun j k => cut (sub (y j) (y k))).
  set (hit := fun j k w => if Req_EM_T (dot d (v j k) (Z w)) (- dot d (v j k) theta / eps) then 1 else 0).
  set (T := fun j k w => Rabs (y j i - y k i) * (if Req_EM_T (y j i) (y k i) then 0 else hit j k w)).
  assert (IT : forall j k, integrable P (T j k) /\ mean P (T j k) = 0).
  { intros j k. unfold T. destruct (Req_EM_T (y j i) (y k i)) as [E|E].
    - split; [apply integrable_scale, integrable_const|].
      rewrite mean_scale, mean_const by apply integrable_const. ring.
    - destruct (no_ties P d Z nu grad HZ Density Smooth (v j k) (cut_outside _) (- dot d (v j k) theta / eps))
        as [I Z0].
      + assert (S : v j k i * v j k i <= dot d (v j k) (v j k)).
        { apply (sum_term_le d (fun i => v j k i * v j k i) i); [|exact Hi]. intros l _. apply Rle_0_sqr. }
        assert (E' : v j k i <> 0) by (unfold v; rewrite cut_inside by exact Hi; unfold sub; lra).
        pose proof (Rsqr_pos_lt _ E') as Q. unfold Rsqr in Q. lra.
      + split; [now apply integrable_scale|]. rewrite mean_scale by exact I. unfold hit. rewrite Z0. ring. }
  set (S := fun w => sum N (fun j => sum N (fun k => T j k w))).
  assert (IS : integrable P S /\ mean P S = 0).
  { assert (In : forall j, integrable P (fun w => sum N (fun k => T j k w)) /\
      mean P (fun w => sum N (fun k => T j k w)) = 0).
    { intros j. destruct (integrable_sum P N (T j)) as [I E]; [intros k _; apply IT|]. split; [exact I|].
      rewrite E, (sum_ext N _ (fun _ => 0)) by (intros k _; apply IT). apply sum_zero. }
    destruct (integrable_sum P N (fun j w => sum N (fun k => T j k w))) as [I E]; [intros j _; apply In|].
    split; [exact I|]. unfold S. rewrite E, (sum_ext N _ (fun _ => 0)) by (intros j _; apply In). apply sum_zero. }
  assert (PT : forall j k w, 0 <= T j k w).
  { intros j k w. apply Rmult_le_pos; [apply Rabs_pos|]. unfold hit.
    destruct (Req_EM_T _ _); [lra|]. destruct (Req_EM_T _ _); lra. }
  assert (Near : forall w, Rabs (y (best w) i - y (best' w) i) <= S w).
  { intros w. destruct (B w) as [L E], (B' w) as [L' E']. apply Rle_trans with (T (best w) (best' w) w).
    - unfold T. destruct (Req_EM_T _ _) as [Q|Q]; [rewrite Q, Rminus_eq_0, Rabs_R0; lra|]. unfold hit.
      destruct (Req_EM_T _ _) as [_|F]; [lra|]. exfalso. apply F.
      assert (G : forall z, dot d (v (best w) (best' w)) z = dot d (y (best w)) z - dot d (y (best' w)) z).
      { intros z. rewrite <- dot_sub_l. apply dot_ext; [|reflexivity]. intros l Hl. now apply cut_inside. }
      rewrite 2 G. rewrite <- E' in E. unfold noisy in E. rewrite 2 dot_add_r, 2 dot_scale_r in E.
      apply (Rmult_eq_reg_l eps); [|lra]. field_simplify; lra.
    - unfold S. eapply Rle_trans; [|apply (sum_term_le N (fun j => sum N (fun k => T j k w)) (best w))]; [| |exact L].
      + apply (sum_term_le N (fun k => T (best w) k w)); [intros; apply PT|exact L'].
      + intros j _. apply sum_nonneg. intros. apply PT. }
  destruct IS as [IS ES]. apply Rle_antisym; unfold mean_point.
  - enough (mean P (fun w => 1 * y (best w) i + -1 * y (best' w) i) <= 0) as Q.
    { rewrite mean_of_linear in Q by (apply (A (fun j => y j i)) || apply (A' (fun j => y j i))). lra. }
    rewrite <- ES. apply (mean_monotone _ P); [|exact IS|].
    + apply integrable_linear; [apply (A (fun j => y j i))|apply (A' (fun j => y j i))].
    + intros w. pose proof (Near w) as Q. apply abs_le_between in Q. lra.
  - enough (mean P (fun w => 1 * y (best' w) i + -1 * y (best w) i) <= 0) as Q.
    { rewrite mean_of_linear in Q by (apply (A (fun j => y j i)) || apply (A' (fun j => y j i))). lra. }
    rewrite <- ES. apply (mean_monotone _ P); [|exact IS|].
    + apply integrable_linear; [apply (A' (fun j => y j i))|apply (A (fun j => y j i))].
    + intros w. pose proof (Near w) as Q. apply abs_le_between in Q. lra.
Qed.

(** The first best point at x. *)
Let first (x : vec) : nat := first_best N (fun j => dot d (y j) x).

Lemma first_choice a : best_choice P d N y Z 1 a (fun w => first (noisy 1 a (Z w))).
Proof.
  split.
  - apply (first_best_measurable P N (fun j w => dot d (y j) (noisy 1 a (Z w))) HN). intros j _.
    now apply (noisy_score P d Z HZ).
  - intros w. destruct (first_best_largest N (fun j => dot d (y j) (noisy 1 a (Z w))) HN) as (B & L & _).
    split; [exact B|]. now symmetry.
Qed.

(** The best points under the noise eps Z at theta are those under Z at theta/eps. *)
Lemma choice_scaled eps theta a best : 0 < eps -> (forall i, (i < d)%nat -> a i = theta i / eps) ->
  best_choice P d N y Z 1 a best -> best_choice P d N y Z eps theta best.
Proof.
  intros He Ha [M B]. split; [exact M|]. intros w. destruct (B w) as [L E]. split; [exact L|].
  assert (S : forall i, (i < d)%nat -> noisy eps theta (Z w) i = scale eps (noisy 1 a (Z w)) i).
  { intros i Hi. unfold noisy, add, scale. rewrite Ha by exact Hi. field. lra. }
  rewrite (value_ext d N y _ _ S), value_scale, <- E by (lra || exact HN). rewrite <- dot_scale_r. now apply dot_ext.
Qed.

(** Far away: the mean at theta under the noise eps Z differs little from the mean at 0 under Z. *)
Lemma means_far M eps theta best best0 :
  (forall u, norm2 d u = 1 -> mean P (fun w => Rabs (dot d (grad (Z w)) u)) <= M) -> 0 < eps ->
  best_choice P d N y Z eps theta best -> best_choice P d N y Z 1 zero best0 ->
  norm2 d (sub (mean_point P y best) (mean_point P y best0)) <= R0 * M * norm2 d theta / eps.
Proof.
  intros HM He C C0. set (a := cut (scale (/ eps) theta)). set (m := norm2 d theta / eps).
  assert (Na : norm2 d (scale (-1) a) = m).
  { replace m with (norm2 d (scale (/ eps) theta)).
    - unfold norm2. f_equal. apply sum_ext. intros i Hi.
      assert (E : scale (-1) a i = -1 * scale (/ eps) theta i).
      { unfold a. unfold scale at 1. now rewrite cut_inside. }
      rewrite E. ring.
    - rewrite norm2_scale by (left; now apply Rinv_0_lt_compat). unfold m, Rdiv. ring. }
  assert (Pm : 0 <= m) by (rewrite <- Na; apply norm2_nonneg).
  set (c := fun w => first (noisy 1 a (Z w))). set (c0 := fun w => first (noisy 1 zero (Z w))).
  assert (Cc : best_choice P d N y Z eps theta c).
  { apply (choice_scaled eps theta a); [exact He| |apply first_choice]. intros i Hi. unfold a.
    rewrite cut_inside by exact Hi. unfold scale. field. lra. }
  set (u := sub (mean_point P y c) (mean_point P y c0)).
  rewrite (norm2_ext d _ u).
  2:{ intros i Hi. unfold sub. rewrite (same_mean_point eps theta best c He C Cc i Hi).
    rewrite (same_mean_point 1 zero best0 c0 ltac:(lra) C0 (first_choice zero) i Hi). reflexivity. }
  set (g := fun x => dot d (y (first x)) u). pose proof (norm2_nonneg d u) as Pu.
  assert (Bg : forall x, Rabs (g x) <= R0 * norm2 d u).
  { intros x. assert (L : (first x < N)%nat) by now apply first_best_largest.
    pose proof (largest_entry N (fun j => norm2 d (y j)) (first x) L) as A. cbv beta in A. fold R0 in A.
    apply (Rmult_le_compat_r _ _ _ Pu) in A. apply Rabs_le. unfold g.
    pose proof (dot_le_norm2 d (y (first x)) u) as Q. pose proof (dot_le_norm2 d (y (first x)) (scale (-1) u)) as Q'.
    assert (E : norm2 d (scale (-1) u) = norm2 d u).
    { unfold norm2. f_equal. apply sum_ext. intros i _. unfold scale. ring. }
    rewrite E, dot_scale_r in Q'. lra. }
  assert (Dot : forall b, best_choice P d N y Z 1 b (fun w => first (noisy 1 b (Z w))) ->
    integrable P (fun w => g (noisy 1 b (Z w))) /\
    mean P (fun w => g (noisy 1 b (Z w))) = dot d (mean_point P y (fun w => first (noisy 1 b (Z w)))) u).
  { intros b [Mb Bb]. set (cb := fun w => first (noisy 1 b (Z w))) in *.
    destruct (mean_of_choice P N cb (fun w => proj1 (Bb w)) Mb) as [A _].
    split; [apply (A (fun j => dot d (y j) u))|]. unfold g. change (fun w => dot d (y (first (noisy 1 b (Z w)))) u)
      with (fun w => sum d (fun i => y (cb w) i * u i)).
    destruct (integrable_sum P d (fun i w => y (cb w) i * u i)) as [_ E].
    - intros i _. apply (A (fun j => y j i * u i)).
    - rewrite E. apply sum_ext. intros i _. rewrite (mean_ext P _ (fun w => u i * y (cb w) i)) by (intros; ring).
      rewrite mean_scale by apply (A (fun j => y j i)). unfold mean_point. ring. }
  destruct (Dot a (first_choice a)) as [I1 E1], (Dot zero (first_choice zero)) as [I0 E0].
  assert (X1 : forall w, g (noisy 1 a (Z w)) = g (add (Z w) (scale (-1) (scale (-1) a)))).
  { intros w. f_equal. apply functional_extensionality. intros i. unfold noisy, add, scale. ring. }
  assert (X0 : forall w, g (noisy 1 zero (Z w)) = g (Z w)).
  { intros w. f_equal. apply functional_extensionality. intros i. unfold noisy, add, scale, zero. ring. }
  assert (Hv : forall i, (d <= i)%nat -> scale (-1) a i = 0).
  { intros i Hi. unfold scale, a. rewrite cut_outside by exact Hi. ring. }
  pose proof (shift_of_mean P d Z nu grad Density Smooth Score (scale (-1) a) Hv g _ Bg
    (integrable_ext P _ _ X0 I0) (integrable_ext P _ _ X1 I1)) as Q.
  rewrite <- (mean_ext P _ _ X1), <- (mean_ext P _ _ X0), E1, E0, <- dot_sub_l in Q. fold c c0 u in Q.
  rewrite <- norm2_square in Q.
  assert (Direction : mean P (fun w => Rabs (dot d (grad (Z w)) (scale (-1) a))) <= M * m).
  { destruct Pm as [Pm|Pm].
    - rewrite <- (Rmult_comm m). set (n := scale (/ m) (scale (-1) a)). assert (Nn : norm2 d n = 1).
      { unfold n. rewrite norm2_scale, Na by (left; now apply Rinv_0_lt_compat). field. lra. }
      specialize (HM n Nn). apply (Rmult_le_compat_l m) in HM; [|lra].
      rewrite <- mean_scale in HM by now apply score_integrable.
      rewrite (mean_ext P _ (fun w => m * Rabs (dot d (grad (Z w)) n))); [exact HM|].
      intros w. rewrite <- (Rabs_pos_eq m) at 1 by lra. rewrite <- Rabs_mult. f_equal. unfold n at 1.
      rewrite (dot_scale_r d _ (/ m)). field. lra.
    - rewrite <- Pm, Rmult_0_r. rewrite (mean_ext P _ (fun _ => 0)); [rewrite mean_const; lra|].
      intros w. rewrite dot_comm, dot_zero_norm; [apply Rabs_R0|congruence]. }
  assert (PR : 0 <= R0).
  { eapply Rle_trans; [apply (norm2_nonneg d (y 0%nat))|].
    apply (largest_entry N (fun j => norm2 d (y j)) 0%nat). lia. }
  replace (R0 * M * norm2 d theta / eps) with (R0 * (M * m)) by (unfold m; field; lra).
  destruct Pu as [Pu|Pu].
  - apply (Rmult_le_reg_l (norm2 d u)); [exact Pu|].
    assert (R0 * norm2 d u * mean P (fun w => Rabs (dot d (grad (Z w)) (scale (-1) a))) <= R0 * norm2 d u * (M * m)).
    { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact Direction]. } simpl in Q. lra.
  - rewrite <- Pu. apply Rmult_le_pos; [exact PR|]. eapply Rle_trans; [|exact Direction].
    rewrite <- (mean_const P 0). apply (mean_monotone _ P); [apply integrable_const|now apply score_integrable|].
    intros w. apply Rabs_pos.
Qed.
End Far.
