(** The two-level bound: eps*_n >= 2(1 - k/n)^2 + 2(k - 1)/(k + 1) for 1 <= k < n, by moves through one point
    between the centre and the vertices. At n = 4 and k = 2 it is 7/6, more than the chain bound 9/8. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Duality SmallDimensions Chain.
Open Scope R_scope.

Definition two_level_bound (n k : R) : R := 2 * (1 - k / n) ^ 2 + 2 * (k - 1) / (k + 1).

(** The point between: 1/(k+1) on the first k coordinates, and the rest of the mass, 1/(k+1), uniform on the
    others. *)
Definition block (n k : nat) : vec :=
  fun i => if Nat.ltb i k then / (INR k + 1) else / ((INR k + 1) * (INR n - INR k)).

(** How much the first k coordinates of it exceed those of the centre. *)
Definition excess (n k : nat) : R := INR k / (INR k + 1) - INR k / INR n.

(** ** Sums and distances *)

Lemma sum_two_values n k a b : (k <= n)%nat ->
  sum n (fun i => if Nat.ltb i k then a else b) = INR k * a + (INR n - INR k) * b.
Proof.
  intros H. replace n with (k + (n - k))%nat by lia. generalize (n - k)%nat as j. clear H.
  induction j as [|j IH].
  - rewrite Nat.add_0_r, (sum_ext k _ (fun _ => a)); [rewrite sum_const; ring|].
    intros i Hi. destruct (Nat.ltb_spec i k); [reflexivity|lia].
  - rewrite Nat.add_succ_r. cbn [sum]. rewrite IH, S_INR.
    destruct (Nat.ltb_spec (k + j) k); [lia|]. ring.
Qed.

(** A point of the simplex is 2(1 - x_j) away from the vertex j. *)
Lemma distance_to_vertex d x j : simplex d x -> (j < d)%nat -> norm1 d (sub (vertex j) x) = 2 * (1 - x j).
Proof.
  intros Hx Hj. pose proof (simplex_le_1 d x j Hx Hj) as L. destruct Hx as [P S].
  rewrite (sum_split d x j Hj) in S. unfold norm1. rewrite (sum_split d _ j Hj).
  rewrite (sum_ext d _ (fun i => if Nat.eqb i j then 0 else x i)).
  - unfold sub, vertex. rewrite Nat.eqb_refl, Rabs_pos_eq by lra. lra.
  - intros i Hi. unfold sub, vertex. destruct (Nat.eqb i j); [reflexivity|].
    rewrite Rminus_0_l, Rabs_Ropp. apply Rabs_pos_eq. now apply P.
Qed.

(** The sum of the first k vertices. *)
Lemma sum_of_vertices k i : sum k (fun j => vertex j i) = if Nat.ltb i k then 1 else 0.
Proof.
  destruct (Nat.ltb_spec i k) as [H|H].
  - rewrite <- (sum_vertex k i (fun _ => 1) H). apply sum_ext. intros j _. unfold vertex.
    rewrite Nat.eqb_sym. ring.
  - rewrite (sum_ext k _ (fun _ => 0)); [apply sum_zero|].
    intros j Hj. unfold vertex. destruct (Nat.eqb_spec i j); [lia|reflexivity].
Qed.

Section TwoLevel.

Variables n k : nat.
Hypothesis k_positive : (1 <= k)%nat.
Hypothesis k_less : (k < n)%nat.

Let K : 1 <= INR k.
Proof. change 1 with (INR 1). now apply le_INR. Qed.

Let N : INR k + 1 <= INR n.
Proof. rewrite <- S_INR. now apply le_INR. Qed.

Lemma block_simplex : simplex n (block n k).
Proof.
  split.
  - intros i _. unfold block. destruct (Nat.ltb i k); left; apply Rinv_0_lt_compat; [lra|].
    apply Rmult_lt_0_compat; lra.
  - unfold block. rewrite sum_two_values by lia. field. lra.
Qed.

Lemma excess_nonneg : 0 <= excess n k.
Proof.
  unfold excess. replace (INR k / (INR k + 1) - INR k / INR n)
    with (INR k * (INR n - INR k - 1) * / (INR n * (INR k + 1))) by (field; lra).
  apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. left. apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra.
Qed.

Lemma distance_to_centre : norm1 n (sub (block n k) (centre n)) = 2 * excess n k.
Proof.
  pose proof excess_nonneg as E. unfold norm1.
  rewrite (sum_ext n _ (fun i => if Nat.ltb i k then excess n k / INR k else excess n k / (INR n - INR k))).
  - rewrite sum_two_values by lia. field. lra.
  - assert (pos : forall a, 0 < a -> 0 <= excess n k / a).
    { intros a Ha. apply Rmult_le_pos; [exact E|]. left. now apply Rinv_0_lt_compat. }
    intros i _. unfold sub, block, centre. destruct (Nat.ltb i k).
    + rewrite Rabs_pos_eq; [unfold excess; field; lra|].
      replace (/ (INR k + 1) - / INR n) with (excess n k / INR k) by (unfold excess; field; lra).
      apply pos. lra.
    + rewrite Rabs_minus_sym, Rabs_pos_eq; [unfold excess; field; lra|].
      replace (/ INR n - / ((INR k + 1) * (INR n - INR k))) with (excess n k / (INR n - INR k))
        by (unfold excess; field; lra).
      apply pos. lra.
Qed.

Lemma distance_out j : (j < k)%nat -> norm1 n (sub (vertex j) (block n k)) = 2 * INR k / (INR k + 1).
Proof.
  intros Hj. rewrite distance_to_vertex; [|apply block_simplex|lia].
  unfold block. destruct (Nat.ltb_spec j k); [|lia]. field. lra.
Qed.

Variable h : vec -> R.
Hypothesis h_symmetric : symmetric n h.
Hypothesis h_convex : strongly_convex n h.

(** Up: from the centre to the n cyclic shifts of the block, each with probability 1/n. *)
Lemma move_up : h (centre n) <= h (block n k) - 2 * excess n k ^ 2.
Proof.
  pose proof (from_centre n h (block n k) ltac:(lia) h_symmetric h_convex block_simplex) as H.
  rewrite distance_to_centre in H. lra.
Qed.

(** From the block with probability w back to the centre, else to one of the k vertices at random. *)
Let w : R := INR n / ((INR n - INR k) * (INR k + 1)).
Let q : R := (INR n - INR k - 1) / ((INR n - INR k) * (INR k + 1)).

Lemma move_out :
  h (block n k) <= INR k * q * (h (vertex 0) - / 2 * (2 * INR k / (INR k + 1)) ^ 2)
    + w * (h (centre n) - 2 * excess n k ^ 2).
Proof.
  assert (D : 0 < / ((INR n - INR k) * (INR k + 1))) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  eapply Rle_trans.
  - apply (jensen n h (S k) (fun j => if Nat.ltb j k then q else w)
      (fun j => if Nat.ltb j k then vertex j else centre n));
      [now apply symmetric_on_first|exact h_convex| | | |].
    + intros j _. destruct (Nat.ltb j k); apply Rmult_le_pos; lra.
    + cbn [sum]. rewrite Nat.ltb_irrefl, sum_two_values by lia. unfold q, w. field. lra.
    + intros j Hj. destruct (Nat.ltb_spec j k); [apply simplex_vertex|apply simplex_centre]; lia.
    + intros i _. cbn [sum]. rewrite Nat.ltb_irrefl, (sum_ext k _ (fun j => q * vertex j i)).
      * rewrite sum_scale, sum_of_vertices. unfold block, centre, q, w. destruct (Nat.ltb i k); field; lra.
      * intros j Hj. destruct (Nat.ltb_spec j k); [reflexivity|lia].
  - cbn [sum]. rewrite Nat.ltb_irrefl, (norm1_sub_sym n (centre n)), distance_to_centre.
    rewrite (sum_ext k (fun j => _ * h _) (fun _ => q * h (vertex 0))).
    + rewrite (sum_ext k (fun j => _ * norm1 n _ ^ 2) (fun _ => q * (2 * INR k / (INR k + 1)) ^ 2)).
      * rewrite !sum_const. lra.
      * intros j Hj. destruct (Nat.ltb_spec j k); [|lia]. now rewrite distance_out.
    + intros j Hj. destruct (Nat.ltb_spec j k); [|lia]. f_equal.
      apply symmetric_vertex with n; [assumption|lia].
Qed.

End TwoLevel.

(** For every symmetric h that is 1-strongly convex on the simplex and for 1 <= k < n:
    h(e_1) - h(centre) >= 2(1 - k/n)^2 + 2(k - 1)/(k + 1). *)
Theorem two_level n k h : (1 <= k)%nat -> (k < n)%nat -> symmetric n h -> strongly_convex n h ->
  two_level_bound (INR n) (INR k) <= h (vertex 0) - h (centre n).
Proof.
  intros Hk Hn Hs Hc. assert (K : 1 <= INR k) by (change 1 with (INR 1); now apply le_INR).
  destruct (Nat.eq_dec n (S k)) as [E|E].
  - (* k = n - 1: the point between is the centre itself *)
    pose proof (rise_of_one_jump n h ltac:(lia) Hs Hc) as M. unfold two_level_bound. rewrite E, S_INR in *.
    replace (2 * (1 - INR k / (INR k + 1)) ^ 2 + 2 * (INR k - 1) / (INR k + 1))
      with (2 * (1 - / (INR k + 1)) ^ 2) by (field; lra). exact M.
  - assert (N : INR k + 2 <= INR n).
    { replace 2 with (1 + 1) by ring. rewrite <- Rplus_assoc, <- 2 S_INR. apply le_INR. lia. }
    pose proof (move_up n k Hk Hn h Hs Hc) as U. pose proof (move_out n k Hk Hn h Hs Hc) as O.
    unfold two_level_bound.
    set (s := INR k * ((INR n - INR k - 1) / ((INR n - INR k) * (INR k + 1)))) in *.
    set (w := INR n / ((INR n - INR k) * (INR k + 1))) in *.
    assert (D : 0 < (INR n - INR k) * (INR k + 1)) by (apply Rmult_lt_0_compat; lra).
    assert (S : 0 < s).
    { unfold s. apply Rmult_lt_0_compat; [lra|]. apply Rdiv_lt_0_compat; lra. }
    assert (W : w = 1 - s) by (unfold w, s; field; lra).
    apply (Rmult_le_reg_l s); [exact S|].
    replace (s * (2 * (1 - INR k / INR n) ^ 2 + 2 * (INR k - 1) / (INR k + 1)))
      with (s * (/ 2 * (2 * INR k / (INR k + 1)) ^ 2) + (1 + w) * (2 * excess n k ^ 2))
      by (unfold s, w, excess; field; lra).
    rewrite W in *. lra.
Qed.

(** For the point between, the mass k/(k+1) on the first k coordinates is the best: another mass P gives the
    gain 2m^2 + 4(1-P)m + 2(1-P/k)^2 with m = P - k/n, which is at most the bound. *)
Theorem two_level_mass n k P : 1 <= k -> n <> 0 ->
  2 * (P - k / n) ^ 2 + 4 * (1 - P) * (P - k / n) + 2 * (1 - P / k) ^ 2 <= two_level_bound n k.
Proof.
  intros Hk Hn. unfold two_level_bound.
  replace (2 * (1 - k / n) ^ 2 + 2 * (k - 1) / (k + 1))
    with (2 * (P - k / n) ^ 2 + 4 * (1 - P) * (P - k / n) + 2 * (1 - P / k) ^ 2
      + 2 * ((k - 1) * ((k + 1) * (/ k * (P - k / (k + 1))) ^ 2))) by (field; lra).
  assert (0 <= (k - 1) * ((k + 1) * (/ k * (P - k / (k + 1))) ^ 2)); [|lra].
  apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [lra|apply pow2_ge_0].
Qed.

(** Every eps-smoothing of the maximum of n numbers has eps >= 2(1 - k/n)^2 + 2(k - 1)/(k + 1). *)
Corollary two_level_smoothing n k e f : (1 <= k)%nat -> (k < n)%nat -> smoothing n e f ->
  two_level_bound (INR n) (INR k) <= e.
Proof.
  intros Hk Hn Hf.
  destruct (proj1 (duality_symmetric n e ltac:(lia)) (ex_intro _ f Hf)) as (h & Hs & Hc & Hr).
  pose proof (two_level n k h Hk Hn Hs Hc). lra.
Qed.

(** With k = 2: 7/6, 104/75, 14/9, 248/147 and 43/24 for n = 4, ..., 8. *)
Corollary two_level_values e f :
  (smoothing 4 e f -> 7 / 6 <= e) /\ (smoothing 5 e f -> 104 / 75 <= e) /\ (smoothing 6 e f -> 14 / 9 <= e) /\
  (smoothing 7 e f -> 248 / 147 <= e) /\ (smoothing 8 e f -> 43 / 24 <= e).
Proof.
  repeat split; intros H; apply (two_level_smoothing _ 2) in H; try lia;
    unfold two_level_bound in H; simpl in H; lra.
Qed.

(** For these n no other k gives as much. *)
Theorem two_level_best n k : (4 <= n <= 8)%nat -> (1 <= k < n)%nat -> k <> 2%nat ->
  two_level_bound (INR n) (INR k) < two_level_bound (INR n) 2.
Proof.
  intros Hn Hk N. unfold two_level_bound.
  do 9 (destruct n as [|n]; [try lia; do 8 (destruct k as [|k]; [try lia; simpl; lra|]); lia|]). lia.
Qed.

(** In dimension four every eps-smoothing has eps >= 7/6, which is more than the chain bound L_4 = 9/8. *)
Theorem d4_chain_not_attained :
  chain 4 = 9 / 8 /\ chain 4 < 7 / 6 /\ forall e f, smoothing 4 e f -> 7 / 6 <= e.
Proof.
  destruct chain_values as (_ & _ & E & _). split; [exact E|split; [lra|]].
  intros e f Hf. now apply (two_level_values e f).
Qed.
