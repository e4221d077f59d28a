(** For every symmetric strongly convex h the potential U - A - Psi is below h(e_1) - h at every point of the simplex:
    U of the universal smoothing, A a reserve for small entries, Psi the potential of pairs. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Smoothing Duality Entropy SemicontinuousMaximum MaximumPrinciple.
From TightMax Require Import UniversalSummand UniversalRegulariser LimitPrinciple LimitPotential LimitLoss.
From TightMax Require Import LimitMeans LimitBudget LimitDirection LimitRay LimitWhole LimitContinuity.
Open Scope R_scope.

Definition entry_reserve (eta a : R) : R := 6 * eta ^ 2 * a / (eta + a).
Definition reserve (d : nat) (eta : R) (x : vec) : R := sum d (fun i => entry_reserve eta (x i)).
Definition whole (d : nat) (kappa eta : R) (x : vec) : R :=
  upper_potential d x - reserve d eta x - kappa * pw (total d x).

Lemma entry_reserve_nonneg eta a : 0 < eta -> 0 <= a -> 0 <= entry_reserve eta a.
Proof.
  intros He Ha. unfold entry_reserve, Rdiv. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
  apply Rmult_le_pos; [|exact Ha]. pose proof (pow2_ge_0 eta). lra.
Qed.

Lemma reserve_nonneg_sum d eta x : simplex d x -> 0 < eta -> 0 <= reserve d eta x.
Proof. intros Sx He. apply sum_nonneg. intros i Hi. apply entry_reserve_nonneg; [exact He|now apply Sx]. Qed.

Lemma entry_reserve_step eta a w : 0 < eta -> Rabs w <= a ->
  entry_reserve eta (a + w) + entry_reserve eta (a - w) - 2 * entry_reserve eta a <= - (12 * eta ^ 3 * w ^ 2 / (eta + a) ^ 3).
Proof.
  intros He Hw. apply Rabs_le_inv in Hw. set (c := eta + a). assert (0 < c) as C by (unfold c; lra).
  assert (0 < c - w) as C1 by (unfold c; lra). assert (0 < c + w) as C2 by (unfold c; lra).
  assert (0 < eta ^ 3) as E3 by (apply pow_lt; exact He). pose proof (pow2_ge_0 w) as W2.
  replace (entry_reserve eta (a + w) + entry_reserve eta (a - w) - 2 * entry_reserve eta a)
    with (- (12 * eta ^ 3 * w ^ 2 * / (c * ((c - w) * (c + w)))))
    by (unfold entry_reserve, c in *; field; repeat split; lra).
  apply Ropp_le_contravar. unfold Rdiv. apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|].
  apply Rinv_le_contravar; [repeat apply Rmult_lt_0_compat; assumption|].
  replace (c ^ 3) with (c * (c * c)) by ring. apply Rmult_le_compat_l; lra.
Qed.

Lemma lower_separable d z f : (forall i, (i < d)%nat -> continuity_pt f (z i)) ->
  lower_at d z (fun y => sum d (fun i => f (y i))).
Proof.
  intros C e He. pose proof (pos_INR d).
  destruct (sum_lower_semicontinuous f z (e / (INR d + 1)) d) as [r [Hr L]]; [apply Rdiv_lt_0_compat; lra|exact C|].
  exists r. split; [exact Hr|]. intros y _ N. specialize (L y N).
  assert (INR d * (e / (INR d + 1)) <= e); [|lra].
  apply Rle_trans with ((INR d + 1) * (e / (INR d + 1))); [|right; field; lra].
  apply Rmult_le_compat_r; [left; apply Rdiv_lt_0_compat; lra|lra].
Qed.

Lemma whole_semicontinuous d kappa eta : 0 <= kappa -> 0 < eta -> upper_semicontinuous d (whole d kappa eta).
Proof.
  intros Hk He z Sz. assert (lower_at d z (fun y => (sum d (fun i => phi (y i)) + reserve d eta y) + kappa * pw (total d y))) as L.
  { apply lower_plus; [apply lower_plus|].
    - apply lower_separable. intros i Hi. apply phi_continuous. split; [now apply Sz|now apply (simplex_le_1 d)].
    - apply lower_separable. intros i Hi. pose proof (proj1 Sz i Hi). apply derivable_continuous_pt.
      exists ((6 * eta ^ 2 * 1 * (eta + z i) - (0 + 1) * (6 * eta ^ 2 * z i)) / Rsqr (eta + z i)).
      apply (derivable_pt_lim_div (fun a => 6 * eta ^ 2 * a) (fun a => eta + a)); [| |lra].
      + apply derivable_pt_lim_scal, derivable_pt_lim_id.
      + apply derivable_pt_lim_plus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
    - apply lower_scale; [exact Hk|now apply lower_pairs]. }
  intros e Hee. destruct (L e Hee) as [r [Hr M]]. exists r. split; [exact Hr|]. intros y Sy N. specialize (M y Sy N).
  unfold whole, upper_potential, universal. lra.
Qed.

Lemma total_pos d z : (1 <= d)%nat -> simplex d z -> (forall i, (i < d)%nat -> z i < 1) -> 0 < total d z.
Proof.
  intros Hd Sz Z1.
  assert (forall (F : vec), 0 < sum d F -> exists i, (i < d)%nat /\ 0 < F i) as Some.
  { intros F P. apply NNPP. intros N. assert (sum d F <= sum d (fun _ => 0)); [|rewrite sum_zero in *; lra].
    apply sum_le. intros i Hi. apply Rnot_lt_le. intros L. apply N. now exists i. }
  destruct (Some z) as (i & Hi & Pi); [rewrite (proj2 Sz); lra|].
  destruct (Some (fun j => if Nat.eqb j i then 0 else z j)) as (j & Hj & Pj).
  { pose proof (others_simplex d i z Sz Hi) as E. unfold others in E. rewrite E. specialize (Z1 i Hi). lra. }
  destruct (Nat.eqb_spec j i) as [->|N]; [lra|].
  pose proof (psum_term d (g z) i j ltac:(intros; apply both_nonneg) Hi Hj ltac:(auto)) as T.
  assert (0 < g z i j).
  { unfold g, both. destruct (Rlt_dec 0 (z i)); [|lra]. destruct (Rlt_dec 0 (z j)); [|lra]. apply LimitMeans.pair_pos. }
  unfold total. lra.
Qed.

Lemma total_ext d y y' : (forall i, (i < d)%nat -> y i = y' i) -> total d y = total d y'.
Proof.
  intros E. unfold total. f_equal. apply psum_ext. intros i j Hi Hj _. unfold g. now rewrite (E i Hi), (E j Hj).
Qed.

(** A good direction is one along which the whole potential bends little. *)
Lemma good_bends_little d z kappa w eta v : (1 <= d)%nat -> simplex d z -> (forall i, (i < d)%nat -> z i < 1) ->
  0 < w -> total d z = w ^ 5 -> 0 < eta -> good d z kappa w eta v -> bends_little d (whole d kappa eta) z.
Proof.
  intros Hd Sz Z1 Hw T He (V0 & V1 & B). set (u := moved z v) in *.
  assert (0 < INR d) as HD by (apply lt_0_INR; lia).
  exists u. split; [|split; [exact V0|split; [exact V1|]]].
  { intros i Hi E. unfold u, moved. rewrite E. ring. }
  intros e Hee.
  destruct (second_difference_sum phi phi' (fun i => phi'' (z i)) z u (e / (2 * INR d)) d phi_derivative) as [r1 [H1 L1]].
  { intros i Hi Hu. assert (0 < z i < 1) as I; [|split; [exact I|now apply phi'_derivative]]. split; [|now apply Z1].
    destruct (proj1 Sz i Hi) as [P|P]; [exact P|]. exfalso. apply Hu. unfold u, moved. rewrite <- P. ring. }
  { apply Rdiv_lt_0_compat; lra. }
  destruct (difference_of_pairs d z v Sz kappa w Hw T (e / 2) ltac:(lra)) as [r2 [H2 L2]].
  set (K := sum d (fun i => Rabs (v i)) + 1).
  assert (0 <= sum d (fun i => Rabs (v i))) as K0 by (apply sum_nonneg; intros; apply Rabs_pos).
  assert (0 < / K) as K1 by (apply Rinv_0_lt_compat; unfold K; lra).
  exists (Rmin r1 (Rmin r2 (/ K))). split; [apply Rmin_pos; [exact H1|now apply Rmin_pos]|]. intros s [S0 Hs].
  assert (s <= r1) as S1 by (eapply Rle_trans; [exact Hs|apply Rmin_l]).
  assert (s <= r2) as S2 by (eapply Rle_trans; [exact Hs|eapply Rle_trans; [apply Rmin_r|apply Rmin_l]]).
  assert (s <= / K) as S3 by (eapply Rle_trans; [exact Hs|eapply Rle_trans; [apply Rmin_r|apply Rmin_r]]).
  specialize (L1 s ltac:(rewrite Rabs_pos_eq; lra)). specialize (L2 s ltac:(lra)).
  assert (reserve d eta (fun i => z i + s * u i) + reserve d eta (fun i => z i - s * u i) - 2 * reserve d eta z
    <= - (s ^ 2 * reserve_bend d z eta u)) as L3.
  { unfold reserve, reserve_bend. rewrite <- sum_scale, <- sum_plus, <- sum_minus, <- sum_scale.
    rewrite <- (Rmult_1_l (sum d (fun i => s ^ 2 * _))), <- Ropp_mult_distr_l_reverse, <- sum_scale.
    apply sum_le. intros i Hi. eapply Rle_trans; [apply (entry_reserve_step eta (z i) (s * u i) He)|].
    - unfold u, moved. rewrite 2 Rabs_mult, (Rabs_pos_eq s), (Rabs_pos_eq (z i)) by (try lra; now apply Sz).
      assert (s * Rabs (v i) <= 1) as Q.
      { apply Rle_trans with (/ K * K); [|right; field; unfold K; lra]. apply Rmult_le_compat; try apply Rabs_pos; try lra.
        pose proof (sum_term_le d (fun i => Rabs (v i)) i ltac:(intros; apply Rabs_pos) Hi). unfold K. lra. }
      pose proof (Rmult_le_compat_r (z i) _ _ (proj1 Sz i Hi) Q). lra.
    - right. unfold Rdiv. ring. }
  unfold whole, upper_potential, universal.
  rewrite (total_ext d (fun i => z i - s * u i) (fun i => z i + - s * (v i * z i))) by (intros; unfold u, moved; ring).
  change (total d (fun i => z i + s * u i)) with (total d (fun i => z i + s * (v i * z i))).
  cbv beta in L1, L2. fold u in B. unfold whole_bend in B. fold u in B.
  replace (INR d * (e / (2 * INR d))) with (e / 2) in L1 by (field; lra).
  assert (0 <= s ^ 2) as SS by apply pow2_ge_0.
  pose proof (Rmult_le_compat_l (s ^ 2) _ _ SS B) as SB. lra.
Qed.

(** h + U - A - Psi <= h(e_1) on the whole simplex. *)
Theorem limit_pointwise d h eta x : (1 <= d)%nat -> symmetric d h -> strongly_convex d h -> 0 < eta <= 1 / 5 ->
  simplex d x -> h x + whole d (5 / 2 - ln eta) eta x <= h (vertex 0).
Proof.
  intros Hd Hs Hc He Sx. set (kappa := 5 / 2 - ln eta).
  pose proof (kappa_pos kappa eta He ltac:(unfold kappa; lra)) as K0.
  apply (potential_principle d h (whole d kappa eta) x Hd Hs Hc); [apply whole_semicontinuous; lra| |exact Sx].
  intros z Sz. pose proof (reserve_nonneg_sum d eta z Sz ltac:(lra)) as R0. pose proof (pw_nonneg (total d z)) as P0.
  assert (0 <= kappa * pw (total d z)) as KP by (apply Rmult_le_pos; lra).
  destruct (classic (exists i, (i < d)%nat /\ 1 <= z i)) as [[i [Hi Ei]]|N].
  - left. pose proof (quadratic_loss d h z Hd Hs Hc Sz) as Q.
    pose proof (sum_term_le d (fun i => z i ^ 2) i ltac:(intros; apply pow2_ge_0) Hi) as T. cbv beta in T.
    assert (1 <= z i ^ 2) by (replace 1 with (1 ^ 2) by ring; apply pow_incr; lra). unfold whole. lra.
  - assert (forall i, (i < d)%nat -> z i < 1) as Z1 by (intros i Hi; apply Rnot_le_lt; intros L; apply N; now exists i).
    pose proof (total_pos d z Hd Sz Z1) as TP. destruct (fifth_root _ TP) as (w & Hw & T).
    assert (pw (total d z) = w ^ 2) as E.
    { rewrite T. unfold pw. destruct (Rlt_dec 0 (w ^ 5)); [|rewrite <- T in *; lra].
      apply power_of_fifth; [exact Hw|simpl; field]. }
    destruct (Rle_lt_dec (kappa * w ^ 2) 0.0537) as [L|L].
    + right. destruct (good_exists d z kappa w eta Hd Sz Z1 Hw T He ltac:(unfold kappa; lra) L) as [v G].
      now apply (good_bends_little d z kappa w eta v).
    + left. pose proof (universal_lower_pointwise d h z Hd Hs Hc Sz). pose proof (below_upper_potential d z Sz).
      pose proof most_lost_bounds. unfold whole. rewrite E. lra.
Qed.
