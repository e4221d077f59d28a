(** The expansion of the potential of pairs along a direction: its second difference is that of the forms. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LimitPair LimitFunction LimitExpansion LimitMeans LimitBudget.
From TightMax Require SemicontinuousMaximum.
Open Scope R_scope.

(** The power 2/5, and 0 at 0. *)
Definition pw (a : R) : R := if Rlt_dec 0 a then Rpower a (2 / 5) else 0.

Lemma pw_nonneg a : 0 <= pw a.
Proof. unfold pw. destruct (Rlt_dec 0 a); [left; apply exp_pos|lra]. Qed.

Lemma pw_increasing a b : a <= b -> pw a <= pw b.
Proof.
  intros H. unfold pw. destruct (Rlt_dec 0 a), (Rlt_dec 0 b); try lra.
  - apply Rle_Rpower_l; lra.
  - left. apply exp_pos.
Qed.

Lemma expands_near f g a b c rho : 0 < rho -> (forall s, Rabs s <= rho -> f s = g s) -> expands f a b c -> expands g a b c.
Proof.
  intros Hr E H eta He. destruct (H eta He) as [r [Hr0 L]]. exists (Rmin r rho). split; [now apply Rmin_pos|].
  intros s Hs. rewrite <- E by (eapply Rle_trans; [exact Hs|apply Rmin_r]). apply L.
  eapply Rle_trans; [exact Hs|apply Rmin_l].
Qed.

Lemma power_of_fifth z p n : 0 < z -> 5 * p = INR n -> Rpower (z ^ 5) p = z ^ n.
Proof.
  intros Hz E. rewrite <- (Rpower_pow 5 z Hz), Rpower_mult. replace (INR 5 * p) with (INR n) by (simpl; lra).
  now apply Rpower_pow.
Qed.

Lemma expands_pw z : 0 < z -> expands (fun t => pw (z ^ 5 + t)) (z ^ 2) (2 / 5 / z ^ 3) (- (3 / 25) / z ^ 8).
Proof.
  intros Hz. assert (0 < z ^ 5) as Z5 by (now apply pow_lt).
  assert (0 < z ^ 3) as Z3 by (now apply pow_lt). assert (0 < z ^ 8) as Z8 by (now apply pow_lt).
  apply (expands_near (fun t => Rpower (z ^ 5 + t) (2 / 5)) _ _ _ _ (z ^ 5 / 2)); [lra| |].
  { intros s Hs. apply SemicontinuousMaximum.Rabs_le_inv in Hs. unfold pw. destruct (Rlt_dec 0 (z ^ 5 + s)); [reflexivity|lra]. }
  set (f := fun t => Rpower (z ^ 5 + t) (2 / 5)). set (f' := fun t => 2 / 5 * Rpower (z ^ 5 + t) (2 / 5 - 1)).
  assert (forall p t, - z ^ 5 < t -> derivable_pt_lim (fun t => Rpower (z ^ 5 + t) p) t (p * Rpower (z ^ 5 + t) (p - 1))) as D.
  { intros p t Ht. replace (p * Rpower (z ^ 5 + t) (p - 1)) with (p * Rpower (z ^ 5 + t) (p - 1) * (0 + 1)) by ring.
    apply (derivable_pt_lim_comp (fun t => z ^ 5 + t) (fun a => Rpower a p)).
    - apply derivable_pt_lim_plus; [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
    - apply derivable_pt_lim_power. lra. }
  pose proof (expands_twice f f' (2 / 5 * ((2 / 5 - 1) * Rpower (z ^ 5 + 0) (2 / 5 - 1 - 1))) (z ^ 5) Z5) as X.
  assert (f 0 = z ^ 2) as E0 by (unfold f; rewrite Rplus_0_r; apply power_of_fifth; [exact Hz|simpl; field]).
  assert (f' 0 = 2 / 5 / z ^ 3) as E1.
  { unfold f'. rewrite Rplus_0_r. replace (2 / 5 - 1) with (- (3 / 5)) by field.
    rewrite Rpower_Ropp, (power_of_fifth z (3 / 5) 3 Hz) by (simpl; field). field. lra. }
  assert (2 / 5 * ((2 / 5 - 1) * Rpower (z ^ 5 + 0) (2 / 5 - 1 - 1)) / 2 = - (3 / 25) / z ^ 8) as E2.
  { rewrite Rplus_0_r. replace (2 / 5 - 1 - 1) with (- (8 / 5)) by field.
    rewrite Rpower_Ropp, (power_of_fifth z (8 / 5) 8 Hz) by (simpl; field). field. lra. }
  rewrite E0, E1, E2 in X. apply X.
  - intros s Hs. apply Rabs_def2 in Hs. apply D. lra.
  - unfold f'. apply derivable_pt_lim_scal. apply D. lra.
Qed.

Section Line.

Variables (d : nat) (x phi : vec).
Hypothesis Hx : simplex d x.

Let line (s : R) : vec := fun i => x i + s * (phi i * x i).

Lemma expands_both i j : (i < d)%nat -> (j < d)%nat ->
  expands (fun s => both (line s i) (line s j)) (g x i j) (g x i j * (al x i j * phi i + be x i j * phi j))
    (g x i j * (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2 + 2 * Ga x i j * (phi i * phi j)) / 2).
Proof.
  intros Hi Hj. assert (forall n, (n < d)%nat -> 0 < x n \/ x n = 0) as C.
  { intros n Hn. pose proof (proj1 Hx n Hn). lra. }
  assert (forall n, x n = 0 -> forall s, line s n = 0) as Z by (intros n E s; unfold line; rewrite E; ring).
  assert ((x i = 0 \/ x j = 0) -> expands (fun s => both (line s i) (line s j)) (g x i j)
    (g x i j * (al x i j * phi i + be x i j * phi j))
    (g x i j * (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2 + 2 * Ga x i j * (phi i * phi j)) / 2)) as Face.
  { intros E. assert (g x i j = 0) as G.
    { unfold g, both. destruct (Rlt_dec 0 (x i)), (Rlt_dec 0 (x j)); lra. }
    rewrite G, 2 Rmult_0_l. replace (0 / 2) with 0 by field. apply (expands_ext (fun _ => 0)); [|apply expands_const].
    intros s. unfold both. destruct E as [E|E]; rewrite (Z _ E s); destruct (Rlt_dec 0 0); try lra.
    destruct (Rlt_dec 0 (line s i)); [|reflexivity]. reflexivity. }
  destruct (C i Hi) as [Pi|Zi]; [|apply Face; now left]. destruct (C j Hj) as [Pj|Zj]; [|apply Face; now right].
  pose proof (simplex_le_1 d x i Hx Hi) as Li. pose proof (simplex_le_1 d x j Hx Hj) as Lj.
  pose proof (expands_pair (x i) (x j) (phi i) (phi j) (conj Pi Li) (conj Pj Lj)) as X.
  set (rho := / (2 * (Rabs (phi i) + Rabs (phi j) + 1))).
  pose proof (Rabs_pos (phi i)) as Ai0. pose proof (Rabs_pos (phi j)) as Aj0.
  assert (0 < rho) as Hr by (apply Rinv_0_lt_compat; lra).
  assert (forall n s, (n = i \/ n = j) -> Rabs s <= rho -> 0 < line s n) as Pos.
  { intros n s Hn Hs. unfold line. replace (x n + s * (phi n * x n)) with (x n * (1 + s * phi n)) by ring.
    assert (Rabs (s * phi n) <= / 2) as L.
    { rewrite Rabs_mult. apply Rle_trans with (rho * (Rabs (phi i) + Rabs (phi j) + 1)).
      - apply Rmult_le_compat; try apply Rabs_pos; [exact Hs|]. destruct Hn as [-> | ->]; lra.
      - unfold rho. right. field. lra. }
    apply SemicontinuousMaximum.Rabs_le_inv in L. apply Rmult_lt_0_compat; [destruct Hn as [-> | ->]; assumption|lra]. }
  assert (g x i j = pair (x i) (x j)) as G.
  { unfold g, both. destruct (Rlt_dec 0 (x i)), (Rlt_dec 0 (x j)); try lra. }
  rewrite G. refine (expands_near _ _ _ _ _ rho Hr _ _).
  2:{ replace (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2 + 2 * Ga x i j * (phi i * phi j))
        with (second (height (x i)) (height (x j)) (radius (x i) (x j)) (phi i) (phi j))
        by (unfold second, Ai, Aj, Ga, rad; ring). exact X. }
  intros s Hs. cbv beta. unfold both. pose proof (Pos i s (or_introl eq_refl) Hs). pose proof (Pos j s (or_intror eq_refl) Hs).
  destruct (Rlt_dec 0 (line s i)), (Rlt_dec 0 (line s j)); try lra. reflexivity.
Qed.

Lemma expands_total : expands (fun s => total d (line s)) (total d x) (along d x phi)
  ((squares d x phi + mixed d x phi) / 2).
Proof.
  assert (expands (fun s => psum d (fun i j => both (line s i) (line s j))) (psum d (g x))
    (psum d (fun i j => g x i j * (al x i j * phi i + be x i j * phi j)))
    (psum d (fun i j => g x i j * (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2 + 2 * Ga x i j * (phi i * phi j)) / 2))) as P.
  { unfold psum. apply expands_sum. intros i Hi. apply expands_sum. intros j Hj.
    destruct (Nat.eqb i j); [apply expands_const|now apply expands_both]. }
  pose proof (expands_scale (/ 2) _ _ _ _ P) as S.
  apply (expands_ext (fun s => / 2 * psum d (fun i j => both (line s i) (line s j)))).
  { intros s. unfold total, g. field. }
  replace (total d x) with (/ 2 * psum d (g x)) by (unfold total; field).
  replace (along d x phi) with (/ 2 * psum d (fun i j => g x i j * (al x i j * phi i + be x i j * phi j)))
    by (unfold along; field).
  replace ((squares d x phi + mixed d x phi) / 2) with (/ 2 * psum d (fun i j =>
    g x i j * (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2 + 2 * Ga x i j * (phi i * phi j)) / 2)); [exact S|].
  rewrite (psum_ext d _ (fun i j => / 2 * (g x i j * (Ai x i j * phi i ^ 2 + Aj x i j * phi j ^ 2))
    + / 2 * (g x i j * (2 * Ga x i j * (phi i * phi j))))) by (intros; field).
  rewrite psum_plus, 2 psum_scale. unfold squares, mixed. field.
Qed.

(** The second difference of the potential of pairs. *)
Theorem difference_of_pairs kappa z : 0 < z -> total d x = z ^ 5 ->
  forall eta, 0 < eta -> exists r, 0 < r /\ forall s, 0 < s <= r ->
    kappa * pw (total d (line s)) + kappa * pw (total d (line (- s))) - 2 * (kappa * pw (total d x)) <=
    s ^ 2 * (factor kappa z * (squares d x phi + q d x phi) + eta).
Proof.
  intros Hz T eta He. pose proof expands_total as X. rewrite T in X.
  pose proof (expands_compose pw _ _ _ _ _ _ _ X (expands_pw z Hz)) as P.
  pose proof (expands_scale kappa _ _ _ _ P) as Q.
  assert (0 < z ^ 5) as Z5 by (now apply pow_lt).
  assert (pw (total d x) = z ^ 2) as E0.
  { rewrite T. unfold pw. destruct (Rlt_dec 0 (z ^ 5)); [|lra]. apply power_of_fifth; [exact Hz|simpl; field]. }
  assert (total d (line 0) = total d x) as L0.
  { unfold total. f_equal. apply psum_ext. intros i j _ _ _. unfold g, line. rewrite 2 Rmult_0_l, 2 Rplus_0_r. reflexivity. }
  assert ((fun s => kappa * pw (total d (line s))) 0 = kappa * z ^ 2) as F0 by (cbv beta; rewrite L0, E0; reflexivity).
  destruct (expands_difference _ _ _ _ Q F0 eta He) as [r [Hr L]].
  exists r. split; [exact Hr|]. intros s Hs. specialize (L s Hs). rewrite L0 in L.
  replace (factor kappa z * (squares d x phi + q d x phi)) with (2 * (kappa * (2 / 5 / z ^ 3
    * ((squares d x phi + mixed d x phi) / 2) + - (3 / 25) / z ^ 8 * along d x phi ^ 2))); [exact L|].
  unfold factor, q. rewrite T. field. lra.
Qed.

End Line.
