(** The sum of the summands over the entries is 1-strongly convex on the simplex although they are not all
    convex, and its range is ln d - (ln 2 - 1/2). *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Smoothing Entropy UniversalSummand.
Open Scope R_scope.

(** ** Points with an entry above 1/2 *)

Lemma entry_above_half d x :
  (exists k, (k < d)%nat /\ 1 / 2 < x k) \/ (forall i, (i < d)%nat -> x i <= 1 / 2).
Proof.
  induction d as [|d [[k [Hk H]]|IH]]; [right; intros; lia|left; exists k; split; [lia|exact H]|].
  destruct (Rle_dec (x d) (1 / 2)) as [H|H].
  - right. intros i Hi. destruct (Nat.eq_dec i d) as [->|]; [exact H|apply IH; lia].
  - left. exists d. split; [lia|lra].
Qed.

(** The sum of all entries but entry k. *)
Definition others (d k : nat) (x : vec) : R := sum d (fun i => if Nat.eqb i k then 0 else x i).

Lemma others_le d k x y :
  (forall i, (i < d)%nat -> i <> k -> x i <= y i) -> others d k x <= others d k y.
Proof. intros H. apply sum_le. intros i Hi. destruct (Nat.eqb_spec i k); [lra|now apply H]. Qed.

Lemma others_linear d k a b x y :
  others d k (fun i => a * x i - b * y i) = a * others d k x - b * others d k y.
Proof.
  unfold others. rewrite <- 2 sum_scale, <- sum_minus.
  apply sum_ext. intros i _. destruct (Nat.eqb i k); ring.
Qed.

Lemma others_const d k c : (k < d)%nat -> others d k (fun _ => c) = (INR d - 1) * c.
Proof.
  intros Hk. pose proof (sum_split d (fun _ => c) k Hk) as H. rewrite sum_const in H. unfold others. lra.
Qed.

Lemma others_simplex d k x : simplex d x -> (k < d)%nat -> others d k x = 1 - x k.
Proof. intros [_ Hs] Hk. rewrite (sum_split d x k Hk) in Hs. unfold others. lra. Qed.

Lemma other_entry_le d k x i : simplex d x -> (k < d)%nat -> (i < d)%nat -> i <> k -> 0 <= x i <= 1 - x k.
Proof.
  intros Hx Hk Hi Hn. split; [now apply Hx|]. rewrite <- (others_simplex d k x Hx Hk).
  replace (x i) with (if Nat.eqb i k then 0 else x i) by (destruct (Nat.eqb_spec i k); [lia|reflexivity]).
  apply (sum_term_le d (fun i => if Nat.eqb i k then 0 else x i)); [|exact Hi].
  intros j Hj. destruct (Nat.eqb j k); [lra|now apply Hx].
Qed.

(** ** Strong convexity *)

(** With p = 1 - x_k < 1/2 the mass of the other entries, t = |v_k| at most the norm n of the others:
    an identity and two signs. *)
Lemma hessian_identity p t n :
  0 < p <= 1 / 2 -> 0 <= t <= n -> (t + n) ^ 2 <= t ^ 2 * (4 - / p) + n ^ 2 * / p.
Proof.
  intros Hp Ht. assert (H : 0 <= (n - t) * ((n + t) - p * (n + 3 * t)) * / p).
  { apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat]. apply Rmult_le_pos; [lra|].
    assert (p * (n + 3 * t) <= 1 / 2 * (n + 3 * t)) by (apply Rmult_le_compat_r; lra). lra. }
  replace ((n - t) * ((n + t) - p * (n + 3 * t)) * / p)
    with (t ^ 2 * (4 - / p) + n ^ 2 * / p - (t + n) ^ 2) in H by (field; lra). lra.
Qed.

Lemma universal_hessian d x v :
  simplex d x -> (forall i, (i < d)%nat -> v i <> 0 -> 0 < x i < 1) -> sum d v = 0 ->
  norm1 d v ^ 2 <= sum d (fun i => v i ^ 2 * phi'' (x i)).
Proof.
  intros Hx Hv Hs. destruct (entry_above_half d x) as [[k [Hk H]]|H].
  - set (p := 1 - x k). set (n := others d k (fun i => Rabs (v i))).
    assert (En : norm1 d v = Rabs (v k) + n) by exact (sum_split d (fun i => Rabs (v i)) k Hk).
    assert (Hn : Rabs (v k) <= n).
    { rewrite (sum_split d v k Hk) in Hs. replace (v k) with (- others d k v) by (unfold others; lra).
      rewrite Rabs_Ropp. eapply Rle_trans; [apply sum_abs|]. apply Req_le, sum_ext. intros i _.
      destruct (Nat.eqb i k); [apply Rabs_R0|reflexivity]. }
    assert (Hp : 0 <= p) by (pose proof (simplex_le_1 d x k Hx Hk); unfold p; lra).
    destruct Hp as [Hp|Hp].
    + assert (Hsum : n ^ 2 * / p <= others d k (fun i => v i ^ 2 * phi'' (x i))).
      { apply Rle_trans with (others d k (fun i => (2 * (n / p)) * Rabs (v i) - (n / p) ^ 2 * x i)).
        - rewrite others_linear, (others_simplex d k x Hx Hk). fold n p. apply Req_le. field. lra.
        - apply others_le. intros i Hi Hik. pose proof (other_entry_le d k x i Hx Hk Hi Hik).
          rewrite phi''_low by lra. apply square_over_bound; [intros Hvi; now apply Hv|lra]. }
      rewrite En, (sum_split d _ k Hk). fold (others d k (fun i => v i ^ 2 * phi'' (x i))).
      rewrite phi''_high by lra. fold p. rewrite <- (pow2_abs (v k)).
      pose proof (hessian_identity p (Rabs (v k)) n ltac:(unfold p in *; lra)
        ltac:(split; [apply Rabs_pos|exact Hn])). lra.
    + assert (H0 : forall i, (i < d)%nat -> v i = 0).
      { intros i Hi. destruct (Req_dec (v i) 0) as [E|E]; [exact E|exfalso]. specialize (Hv i Hi E).
        destruct (Nat.eq_dec i k) as [->|Hik]; [unfold p in Hp; lra|].
        pose proof (other_entry_le d k x i Hx Hk Hi Hik). unfold p in Hp. lra. }
      rewrite (norm1_ext d v zero H0), (sum_ext d _ (fun _ => 0)).
      * unfold norm1, zero. rewrite Rabs_R0, sum_zero. lra.
      * intros i Hi. rewrite H0 by exact Hi. ring.
  - rewrite (sum_ext d (fun i => v i ^ 2 * phi'' (x i)) (fun i => v i ^ 2 * / x i)).
    + apply entropy_hessian; [exact Hx|]. intros i Hi Hn. now apply Hv.
    + intros i Hi. now rewrite phi''_low by now apply H.
Qed.

(** The function, zero at the vertices. *)
Definition universal (d : nat) (x : vec) : R := sum d (fun i => phi (x i)) + (ln 2 - 1 / 2).

Lemma on_first_universal d : on_first d (universal d).
Proof. intros x y H. unfold universal. f_equal. apply sum_ext. intros i Hi. now rewrite H. Qed.

(** It is 1-strongly convex in the l1 norm on the simplex, for every d. *)
Theorem universal_strongly_convex d : strongly_convex d (universal d).
Proof.
  pose proof (separable_strongly_convex d phi phi' phi'' phi_continuous phi_derivative phi'_derivative
    (universal_hessian d)) as H.
  intros a b s Ha Hb Hs. specialize (H a b s Ha Hb Hs). cbv beta in H. unfold universal. lra.
Qed.

(** ** Range *)

Lemma phi_0 : phi 0 = 0.
Proof. rewrite phi_low by lra. ring. Qed.

Lemma universal_vertex d k : (k < d)%nat -> universal d (vertex k) = 0.
Proof.
  intros Hk. unfold universal. rewrite (sum_split d _ k Hk), (sum_ext d _ (fun _ => 0)), sum_zero.
  - unfold vertex. rewrite Nat.eqb_refl, phi_high by lra. replace (1 - 1) with 0 by ring. lra.
  - intros i _. unfold vertex. destruct (Nat.eqb i k); [reflexivity|apply phi_0].
Qed.

Lemma universal_centre d : (2 <= d)%nat -> universal d (centre d) = - (ln (INR d) - (ln 2 - 1 / 2)).
Proof.
  intros Hd. assert (H2 : 2 <= INR d) by (change 2 with (INR 2); now apply le_INR).
  assert (Hi : / INR d <= 1 / 2) by (unfold Rdiv; rewrite Rmult_1_l; apply Rinv_le_contravar; lra).
  unfold universal, centre. rewrite sum_const, phi_low, ln_Rinv by lra. field. lra.
Qed.

(** Where no entry exceeds 1/2 it is the negative entropy, up to the constant. *)
Lemma universal_flat d x :
  (forall i, (i < d)%nat -> x i <= 1 / 2) -> universal d x = entropy d x + (ln 2 - 1 / 2).
Proof.
  intros H. unfold universal, entropy. f_equal. apply sum_ext. intros i Hi. apply phi_low. now apply H.
Qed.

(** Where entry k does, the others enter through their mass and their negative entropy. *)
Lemma universal_peaked d k x : simplex d x -> (k < d)%nat -> 1 / 2 <= x k ->
  universal d x = others d k (fun i => x i * ln (x i)) - 2 * x k * (1 - x k) - (1 - x k) * ln (1 - x k).
Proof.
  intros Hx Hk H. unfold universal. rewrite (sum_split d _ k Hk), phi_high by exact H.
  replace (sum d (fun i => if Nat.eqb i k then 0 else phi (x i))) with (others d k (fun i => x i * ln (x i))).
  - ring.
  - apply sum_ext. intros i Hi. destruct (Nat.eqb_spec i k) as [E|E]; [reflexivity|].
    pose proof (other_entry_le d k x i Hx Hk Hi E). symmetry. apply phi_low. lra.
Qed.

(** Its values on the simplex lie between the one at the centre and 0. *)
Theorem universal_range d x :
  (2 <= d)%nat -> simplex d x -> - (ln (INR d) - (ln 2 - 1 / 2)) <= universal d x <= 0.
Proof.
  intros Hd Hx. assert (H2 : 2 <= INR d) by (change 2 with (INR 2); now apply le_INR).
  destruct (entry_above_half d x) as [[k [Hk H]]|H].
  - rewrite (universal_peaked d k x Hx Hk) by lra. set (p := 1 - x k).
    assert (Hp : 0 <= p < 1 / 2) by (pose proof (simplex_le_1 d x k Hx Hk); unfold p; lra).
    replace (x k) with (1 - p) by (unfold p; ring). split.
    + (* the others hold at least p ln p - p ln (d - 1) *)
      assert (Hlow : p * ln p - p * ln (INR d - 1) <= others d k (fun i => x i * ln (x i))).
      { destruct Hp as [[Hp|Hp] _].
        - set (c := p / (INR d - 1)). assert (Hc : 0 < c) by (apply Rdiv_lt_0_compat; lra).
          assert (Elc : ln c = ln p - ln (INR d - 1)).
          { unfold c, Rdiv. rewrite ln_mult, ln_Rinv; [ring|lra|lra|apply Rinv_0_lt_compat; lra]. }
          apply Rle_trans with (others d k (fun i => (ln c + 1) * x i - 1 * c)).
          + rewrite (others_linear d k (ln c + 1) 1 x (fun _ => c)), others_const, others_simplex
              by assumption.
            fold p. rewrite Elc. apply Req_le. unfold c. field. lra.
          + apply others_le. intros i Hi Hik. pose proof (xlnx_tangent (x i) c (proj1 Hx i Hi) Hc). lra.
        - unfold others. rewrite (sum_ext d _ (fun _ => 0)), sum_zero; [rewrite <- Hp; lra|].
          intros i Hi. destruct (Nat.eqb_spec i k) as [E|E]; [reflexivity|].
          pose proof (other_entry_le d k x i Hx Hk Hi E).
          replace (x i) with 0 by (unfold p in Hp; lra). ring. }
      (* d^2 >= 4 (d - 1) *)
      assert (Hln : ln 2 + ln 2 + ln (INR d - 1) <= ln (INR d) + ln (INR d)).
      { rewrite <- 3 ln_mult by lra. apply ln_le_mono; [apply Rmult_lt_0_compat; lra|].
        pose proof (pow2_ge_0 (INR d - 2)). lra. }
      assert (Hl : 0 <= ln (INR d - 1)) by (rewrite <- ln_1; apply ln_le_mono; lra).
      apply (Rmult_le_compat_r _ p (1 / 2)) in Hl; [|lra].
      assert (0 <= (1 - 2 * p) ^ 2) by apply pow2_ge_0. lra.
    + assert (Hup : others d k (fun i => x i * ln (x i)) <= p * ln p).
      { apply Rle_trans with (others d k (fun i => ln p * x i - 0 * x i)).
        - apply others_le. intros i Hi Hik. rewrite Rmult_0_l, Rminus_0_r, (Rmult_comm (ln p)).
          apply xlnx_le. now apply (other_entry_le d).
        - rewrite others_linear, others_simplex by assumption. fold p. lra. }
      assert (0 <= (1 - p) * p) by (apply Rmult_le_pos; lra). lra.
  - rewrite universal_flat by exact H. pose proof (entropy_range d x ltac:(lia) Hx). split; [lra|].
    assert (Hup : entropy d x <= - ln 2).
    { replace (- ln 2) with (- ln 2 * sum d x) by (destruct Hx as [_ ->]; ring). rewrite <- sum_scale.
      apply sum_le. intros i Hi. rewrite <- ln_half, (Rmult_comm (ln _)). apply xlnx_le.
      split; [now apply Hx|now apply H]. }
    lra.
Qed.
