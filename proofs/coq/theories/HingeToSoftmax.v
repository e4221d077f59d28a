(** From the hinge to the cross-entropy of the softmax: two smoothings make one function, with the gap of LogSumExp. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Converse Entropy LogSumExp Scaling.
From TightMax Require Import Gradients OtherEntries SoftplusGap.
Open Scope R_scope.

(** With n + 1 classes and the target t: the largest of the other scores, and the hinge. *)
Definition best_other (n t : nat) (z : vec) : R := largest n (other_entries t z).
Definition hinge (n t : nat) (z : vec) : R := Rmax 0 (best_other n t z - z t).

(** The inner maximum by LogSumExp, and the cross-entropy of the softmax. *)
Definition inner_step (k : R) (n t : nat) (z : vec) : R := / k * lse n (scale k (other_entries t z)) - z t.
Definition cross_entropy (k : R) (n t : nat) (z : vec) : R := - / k * ln (softmax (S n) (scale k z) t).

(** t LSE(x/t) at t = 1/k. *)
Lemma scaled_lse_gradient n k : (1 <= n)%nat -> 0 < k ->
  has_gradient n (fun z => / k * lse n (scale k z)) (fun z => softmax n (scale k z)).
Proof.
  intros Hn Hk. destruct (lse_gradient n Hn) as [G _].
  pose proof (rescale_gradient n (/ k) _ _ (Rinv_0_lt_compat k Hk) G) as R. unfold rescale in R.
  rewrite Rinv_inv in R. exact R.
Qed.

(** A gradient may be changed outside the first d entries. *)
Lemma gradient_at_ext d f x g g' : (forall i, (i < d)%nat -> g i = g' i) -> gradient_at d f x g -> gradient_at d f x g'.
Proof.
  intros E H eta He. destruct (H eta He) as (delta & Hd & L). exists delta. split; [exact Hd|]. intros y Hy.
  rewrite <- (dot_ext d g g' (sub y x) (sub y x) E (fun _ _ => eq_refl)). now apply L.
Qed.

(** Subtracting an entry subtracts its unit vector from the gradient. *)
Lemma gradient_minus_entry d f x g t : (t < d)%nat -> gradient_at d f x g ->
  gradient_at d (fun z => f z - z t) x (sub g (vertex t)).
Proof.
  intros Ht H eta He. destruct (H eta He) as (delta & Hd & L). exists delta. split; [exact Hd|]. intros y Hy.
  rewrite dot_sub_l, dot_vertex_sub by exact Ht.
  replace (_ - _ - _ - _) with (f y - f x - dot d g (sub y x)) by ring. now apply L.
Qed.

(** A function of the others has a gradient that is 0 at t. *)
Lemma gradient_of_others n f x w t : (t < S n)%nat -> gradient_at n f (other_entries t x) w ->
  gradient_at (S n) (fun z => f (other_entries t z)) x (put_in t 0 w).
Proof.
  intros Ht H eta He. destruct (H eta He) as (delta & Hd & L). exists delta. split; [exact Hd|]. intros y Hy.
  rewrite (dot_others n t) by exact Ht. rewrite put_in_at, others_put_in, Rmult_0_l, Rplus_0_l.
  change (other_entries t (sub y x)) with (sub (other_entries t y) (other_entries t x)).
  pose proof (norm_inf_others n t (sub y x)) as N.
  change (other_entries t (sub y x)) with (sub (other_entries t y) (other_entries t x)) in N.
  eapply Rle_trans; [apply L; lra|]. apply Rmult_le_compat_l; lra.
Qed.

Section Classes.
Variables (n t : nat) (k : R).
Hypotheses (Hn : (1 <= n)%nat) (Ht : (t < S n)%nat) (Hk : 0 < k).

Let target_part (z : vec) : R := exp (k * z t).
Let rest_total (z : vec) : R := sum n (fun i => exp (scale k (other_entries t z) i)).

(** The sum of all exponentials. *)
Lemma all_exponentials z : sum (S n) (fun i => exp (scale k z i)) = target_part z + rest_total z.
Proof. now rewrite (sum_others n t) by exact Ht. Qed.

(** The exponential of the target is positive. *)
Lemma target_part_pos z : 0 < target_part z.
Proof. apply exp_pos. Qed.

(** So is the sum of those of the others. *)
Lemma rest_total_pos z : 0 < rest_total z.
Proof. now apply sum_exp_pos. Qed.

(** The cross-entropy is LSE(kz)/k - z_t. *)
Lemma cross_entropy_lse z : cross_entropy k n t z = / k * lse (S n) (scale k z) - z t.
Proof.
  pose proof (target_part_pos z) as PE. pose proof (rest_total_pos z) as PS. unfold cross_entropy, softmax, lse.
  rewrite all_exponentials. change (exp (scale k z t)) with (target_part z). unfold Rdiv.
  rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). unfold target_part at 1. rewrite ln_exp. field. lra.
Qed.

(** It is the softplus of the inner step. *)
Lemma softplus_of_inner z : softplus k (inner_step k n t z) = cross_entropy k n t z.
Proof.
  pose proof (target_part_pos z) as PE. pose proof (rest_total_pos z) as PS.
  rewrite cross_entropy_lse. unfold softplus, inner_step, lse.
  rewrite all_exponentials. fold (rest_total z).
  replace (k * (/ k * ln (rest_total z) - z t)) with (ln (rest_total z) + - (k * z t)) by (field; lra).
  rewrite exp_plus, exp_ln, exp_Ropp by exact PS. fold (target_part z).
  replace (1 + rest_total z * / target_part z) with ((target_part z + rest_total z) * / target_part z) by (field; lra).
  rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). unfold target_part at 2. rewrite ln_exp. field. lra.
Qed.

(** The hinge is the largest score less that of the target; so the gap is that of LogSumExp. *)
Lemma cross_entropy_gap z :
  0 < cross_entropy k n t z - hinge n t z <= / k * ln (INR (S n)) /\
  (cross_entropy k n t z - hinge n t z = / k * ln (INR (S n)) <->
   forall i, (i < S n)%nat -> z i = z t).
Proof.
  assert (I : 0 < / k) by now apply Rinv_0_lt_compat.
  destruct (lse_gap (S n) (/ k) z ltac:(lia) I) as [G Q]. rewrite Rinv_inv in G, Q.
  assert (H : hinge n t z = largest (S n) z - z t).
  { rewrite (largest_others n t z Hn Ht). unfold hinge, best_other, Rmax.
    destruct (Rle_dec 0 _), (Rle_dec (z t) _); lra. }
  rewrite cross_entropy_lse, H. replace (_ - z t - (_ - z t)) with
    (/ k * lse (S n) (scale k z) - largest (S n) z) by ring.
  split; [exact G|]. rewrite Q. split; [intros A i Hi; now apply A|].
  intros A i j Hi Hj. now rewrite (A i Hi), (A j Hj).
Qed.

(** The gradient of the inner step: the softmax of the others, and -1 at t. *)
Lemma inner_gradient z :
  gradient_at (S n) (inner_step k n t) z (put_in t (-1) (softmax n (scale k (other_entries t z)))).
Proof.
  pose proof (has_gradient_at n _ _ (other_entries t z) (scaled_lse_gradient n k Hn Hk)) as G.
  apply (gradient_of_others n _ z _ t Ht), (gradient_minus_entry _ _ _ _ t Ht) in G.
  eapply gradient_at_ext; [|exact G]. intros i Hi. unfold sub, vertex, put_in. destruct (Nat.eqb i t); ring.
Qed.

(** The outer step multiplies it by 1 - p_t. *)
Lemma outer_gradient z : gradient_at (S n) (cross_entropy k n t) z
  (scale (1 - softmax (S n) (scale k z) t) (put_in t (-1) (softmax n (scale k (other_entries t z))))).
Proof.
  pose proof (has_gradient_at _ _ _ z (scaled_lse_gradient (S n) k ltac:(lia) Hk)) as G.
  apply (gradient_minus_entry _ _ _ _ t Ht) in G.
  replace (cross_entropy k n t) with (fun z => / k * lse (S n) (scale k z) - z t)
    by (apply functional_extensionality; intros y; symmetry; apply cross_entropy_lse).
  eapply gradient_at_ext; [|exact G]. pose proof (target_part_pos z) as PE. pose proof (rest_total_pos z) as PS.
  intros i Hi. unfold sub, scale at 2, vertex. unfold softmax at 1 2. rewrite all_exponentials.
  change (exp (scale k z t)) with (target_part z). destruct (Nat.eq_dec i t) as [->|N].
  - rewrite put_in_at, Nat.eqb_refl. change (exp (scale k z t)) with (target_part z). field. lra.
  - destruct (Nat.eqb_spec i t); [contradiction|]. unfold put_in. destruct (Nat.eqb_spec i t); [contradiction|].
    unfold softmax. fold (rest_total z). unfold scale, other_entries. destruct (Nat.ltb_spec i t) as [L|L].
    + rewrite (proj2 (Nat.ltb_lt i t) L). field. lra.
    + destruct (Nat.ltb_spec (pred i) t); [lia|]. replace (S (pred i)) with i by lia. field. lra.
Qed.

(** Total and absolute sum of the gradient. *)
Lemma gradient_sums w : simplex n w ->
  sum (S n) (put_in t (-1) w) = 0 /\ norm1 (S n) (put_in t (-1) w) = 2.
Proof.
  intros [P One]. rewrite (sum_others n t), (norm1_others n t) by exact Ht.
  rewrite put_in_at, others_put_in, One, Rabs_left by lra. split; [ring|].
  unfold norm1. rewrite (sum_ext n _ w), One; [ring|]. intros i Hi. now apply Rabs_pos_eq, P.
Qed.

(** A small cross-entropy is a large share of the target: E + S <= e^(k delta) E. *)
Lemma cross_entropy_le z delta :
  cross_entropy k n t z <= delta <-> target_part z + rest_total z <= exp (k * delta) * target_part z.
Proof.
  pose proof (target_part_pos z) as PE. pose proof (rest_total_pos z) as PS. rewrite cross_entropy_lse. unfold lse.
  rewrite all_exponentials. assert (X : exp (k * delta) * target_part z = exp (k * (delta + z t))).
  { unfold target_part. rewrite <- exp_plus. f_equal. ring. }
  rewrite X. split; intros H.
  - rewrite <- (exp_ln (target_part z + rest_total z)) by lra. apply exp_le.
    replace (ln (target_part z + rest_total z)) with (k * (/ k * ln (target_part z + rest_total z))) by (field; lra).
    apply Rmult_le_compat_l; lra.
  - apply ln_le_mono in H; [|lra]. rewrite ln_exp in H. apply (Rmult_le_reg_l k); [exact Hk|].
    rewrite Rmult_minus_distr_l, <- Rmult_assoc, Rinv_r by lra. lra.
Qed.

(** So the margin is at least -ln(e^(k delta) - 1)/k. *)
Lemma margin_forced z delta : cross_entropy k n t z <= delta ->
  - / k * ln (exp (k * delta) - 1) <= z t - best_other n t z /\
  (delta < / k * ln 2 -> 0 < - / k * ln (exp (k * delta) - 1)).
Proof.
  intros H. apply cross_entropy_le in H. pose proof (target_part_pos z) as PE. set (D := exp (k * delta)) in *.
  assert (I : 0 < / k) by now apply Rinv_0_lt_compat. set (o := best_other n t z).
  assert (O : exp (k * o) <= rest_total z).
  { unfold o, best_other. destruct (largest_attained n (other_entries t z) Hn) as (i & Hi & ->).
    apply (sum_term_le n (fun i => exp (scale k (other_entries t z) i)) i); [intros; left; apply exp_pos|exact Hi]. }
  pose proof (exp_pos (k * o)) as Po. assert (D1 : 0 < D - 1) by nra. split.
  - assert (L : k * o + - (k * z t) <= ln (D - 1)).
    { rewrite <- (ln_exp (_ + _)). apply ln_le_mono; [apply exp_pos|]. rewrite exp_plus, exp_Ropp. fold (target_part z).
      apply (Rmult_le_reg_r (target_part z)); [exact PE|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
    apply (Rmult_le_compat_l (/ k)) in L; [|lra].
    replace (/ k * (k * o + - (k * z t))) with (o - z t) in L by (field; lra). lra.
  - intros Hd. apply (Rmult_lt_compat_l k) in Hd; [|exact Hk]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in Hd by lra.
    apply exp_increasing in Hd. rewrite exp_ln in Hd by lra. fold D in Hd.
    assert (L : ln (D - 1) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra.
Qed.

(** Two equal best scores and very small others have a cross-entropy just above ln 2/k, and no margin. *)
Lemma margin_not_forced delta : / k * ln 2 < delta ->
  exists z, cross_entropy k n t z <= delta /\ z t - best_other n t z <= 0.
Proof.
  intros Hd. apply (Rmult_lt_compat_l k) in Hd; [|exact Hk]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in Hd by lra.
  apply exp_increasing in Hd. rewrite exp_ln in Hd by lra. set (r := exp (k * delta) - 2).
  assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia).
  assert (Pr : 0 < r / INR (S n)) by (apply Rdiv_lt_0_compat; unfold r; lra).
  set (s := if Nat.eqb t 0 then 1%nat else 0%nat).
  assert (Hs : (s < S n)%nat /\ s <> t) by (unfold s; destruct (Nat.eqb_spec t 0); lia).
  set (z := fun i => if Nat.eqb i t then 0 else if Nat.eqb i s then 0 else / k * ln (r / INR (S n))).
  assert (Zt : z t = 0) by (unfold z; now rewrite Nat.eqb_refl).
  assert (Zs : z s = 0) by (unfold z; rewrite Nat.eqb_refl; now destruct (Nat.eqb s t)).
  exists z. split.
  - apply cross_entropy_le. rewrite <- all_exponentials. unfold target_part. rewrite Zt, Rmult_0_r, exp_0, Rmult_1_r.
    apply Rle_trans with
      (sum (S n) (fun i => vertex t i + vertex s i + r / INR (S n))).
    + apply sum_le. intros i Hi. unfold scale, z, vertex.
      destruct (Nat.eqb i t); [rewrite Rmult_0_r, exp_0; destruct (Nat.eqb i s); lra|].
      destruct (Nat.eqb i s); [rewrite Rmult_0_r, exp_0; lra|].
      rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l, exp_ln by lra. lra.
    + rewrite 2 sum_plus, sum_const. destruct (simplex_vertex (S n) t Ht) as [_ ->].
      destruct (simplex_vertex (S n) s (proj1 Hs)) as [_ ->].
      replace (INR (S n) * (r / INR (S n))) with r by (field; lra). unfold r. lra.
  - destruct (other_entry n t s z (proj1 Hs) Ht (proj2 Hs)) as (j & Hj & Ej).
    pose proof (largest_entry n (other_entries t z) j Hj) as L. unfold best_other. rewrite Ej, Zs in L. lra.
Qed.
End Classes.

(** For n + 1 >= 2 classes, target t and k > 0 let h = max(0, max_{i <> t} z_i - z_t). Smoothing the inner maximum by
    LogSumExp and the outer one by the softplus, both with k, gives exactly CE_k = -ln(softmax_t(kz))/k, and
    0 < CE_k - h <= ln(n + 1)/k, with equality exactly where all scores are equal. After the inner step alone the
    gradient is the softmax of k times the other scores, sum 1, and -1 for the target: total 0, absolute sum 2. The
    outer step multiplies it by 1 - p_t, where p_t = softmax_t(kz): absolute sum 2(1 - p_t) < 2. CE_k <= delta forces
    z_t - max_{i <> t} z_i >= -ln(e^(k delta) - 1)/k, which is positive for delta < ln 2/k; no delta > ln 2/k forces a
    positive margin. *)
Theorem hinge_to_softmax n t k : (1 <= n)%nat -> (t < S n)%nat -> 0 < k ->
  let CE := cross_entropy k n t in
  (forall z, softplus k (inner_step k n t z) = CE z /\
    0 < CE z - hinge n t z <= / k * ln (INR (S n)) /\
    (CE z - hinge n t z = / k * ln (INR (S n)) <-> forall i, (i < S n)%nat -> z i = z t)) /\
  (forall z, let shares := softmax n (scale k (other_entries t z)) in let g := put_in t (-1) shares in
    let p := softmax (S n) (scale k z) t in
    gradient_at (S n) (inner_step k n t) z g /\ g t = -1 /\ other_entries t g = shares /\ sum n shares = 1 /\
    sum (S n) g = 0 /\ norm1 (S n) g = 2 /\
    gradient_at (S n) CE z (scale (1 - p) g) /\ norm1 (S n) (scale (1 - p) g) = 2 * (1 - p) /\ 2 * (1 - p) < 2) /\
  (forall z delta, CE z <= delta ->
    - / k * ln (exp (k * delta) - 1) <= z t - best_other n t z /\
    (delta < / k * ln 2 -> 0 < - / k * ln (exp (k * delta) - 1))) /\
  forall delta, / k * ln 2 < delta -> exists z, CE z <= delta /\ z t - best_other n t z <= 0.
Proof.
  intros Hn Ht Hk CE. split; [|split; [|split]].
  - intros z. split; [now apply softplus_of_inner|now apply cross_entropy_gap].
  - intros z shares g p. pose proof (simplex_softmax n (scale k (other_entries t z)) Hn) as Sh. fold shares in Sh.
    destruct (gradient_sums n t Ht shares Sh) as [Total Absolute]. fold g in Total, Absolute.
    pose proof (simplex_softmax (S n) (scale k z) ltac:(lia)) as Sp.
    assert (P1 : 0 < p).
    { unfold p, softmax. apply Rdiv_lt_0_compat; [apply exp_pos|]. apply sum_exp_pos. lia. }
    pose proof (simplex_le_1 (S n) _ t Sp Ht) as P2. fold p in P2.
    split; [now apply inner_gradient|]. split; [apply put_in_at|]. split; [apply others_put_in|].
    split; [apply Sh|]. split; [exact Total|]. split; [exact Absolute|]. split; [now apply outer_gradient|].
    split; [|lra]. unfold scale. rewrite norm1_scale, Absolute, Rabs_pos_eq by lra. ring.
  - intros z delta. now apply margin_forced.
  - intros delta. now apply margin_not_forced.
Qed.
