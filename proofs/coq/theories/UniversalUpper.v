(** A smoothing of the maximum on R^d with gap ln d - (ln 2 - 1/2), for every d >= 2: the conjugate of a
    separable function that is strongly convex on the simplex although its summands are not all convex. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Entropy LogSumExp.
Open Scope R_scope.

(** ** The summand: two formulas that meet at 1/2 with equal first and second derivatives *)

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

Lemma derivable_pt_lim_linear c k x : derivable_pt_lim (fun x => c * x + k) x c.
Proof.
  pose proof (derivable_pt_lim_plus _ (fct_cte k) x _ _
    (derivable_pt_lim_scal id c x 1 (derivable_pt_lim_id x)) (derivable_pt_lim_const k x)) as H.
  replace (c * 1 + 0) with c in H by ring. exact H.
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

(** For every d >= 2 the maximum has a smoothing with gap ln d - (ln 2 - 1/2), less than ln d by 0.193... *)
Theorem universal_upper d : (2 <= d)%nat -> exists f, smoothing d (ln (INR d) - (ln 2 - 1 / 2)) f.
Proof.
  intros Hd. apply (smoothing_exists d _ (universal d)); [lia|apply on_first_universal| |].
  - apply universal_strongly_convex.
  - intros x. now apply universal_range.
Qed.

(** ** The smoothing in closed form *)

(** LogSumExp of all entries but entry k, and of all but the largest. *)
Definition lse_others (d k : nat) (y : vec) : R := ln (others d k (fun i => exp (y i))).

Definition rest (d : nat) (y : vec) : R := ln (sum d (fun i => exp (y i)) - exp (largest d y)).

(** With t the lead of the largest entry over LogSumExp of the others: LogSumExp less a constant for t <= 0, a
    parabola for 0 <= t <= 2, exactly the maximum for t >= 2. *)
Definition universal_smoothing (d : nat) (y : vec) : R :=
  let t := largest d y - rest d y in
  if Rle_dec t 0 then lse d y - (ln 2 - 1 / 2)
  else if Rle_dec t 2 then largest d y + (2 - t) ^ 2 / 8
  else largest d y.

(** The weight of a largest entry with a positive lead t, and all weights: the others share the remainder by
    softmax. *)
Definition leader_weight (t : R) : R := if Rle_dec t 2 then 1 / 2 + t / 4 else 1.

Definition universal_weights (d : nat) (y : vec) : vec := fun i =>
  let t := largest d y - rest d y in
  if Rle_dec t 0 then softmax d y i
  else if Req_EM_T (y i) (largest d y) then leader_weight t
  else (1 - leader_weight t) * exp (y i - rest d y).

Lemma others_ext d k x y : (forall i, (i < d)%nat -> i <> k -> x i = y i) -> others d k x = others d k y.
Proof. intros H. apply sum_ext. intros i Hi. destruct (Nat.eqb_spec i k); [reflexivity|now apply H]. Qed.

Lemma others_minus d k x y : others d k (fun i => x i - y i) = others d k x - others d k y.
Proof.
  rewrite <- (Rmult_1_l (others d k x)), <- (Rmult_1_l (others d k y)), <- others_linear.
  apply others_ext. intros. ring.
Qed.

Lemma others_scale d k c x : others d k (fun i => c * x i) = c * others d k x.
Proof.
  replace (c * others d k x) with (c * others d k x - 0 * others d k x) by ring.
  rewrite <- others_linear. apply others_ext. intros. ring.
Qed.

(** What a point with the share s at entry k and the rest of it spread by softmax gives. *)
Definition peak_value (d k : nat) (y : vec) (s : R) : R :=
  s * y k + (1 - s) * lse_others d k y + 2 * s * (1 - s).

Section Closed.

Variables (d : nat) (y : vec).
Hypothesis Hd : (2 <= d)%nat.

Let c := ln 2 - 1 / 2.

Lemma others_exp_pos k : 0 < others d k (fun i => exp (y i)).
Proof. now apply sum_exp_others_pos. Qed.

Lemma exp_lse_others k : exp (lse_others d k y) = others d k (fun i => exp (y i)).
Proof. apply exp_ln, others_exp_pos. Qed.

Lemma exp_split k : (k < d)%nat -> sum d (fun i => exp (y i)) = exp (y k) + exp (lse_others d k y).
Proof. intros Hk. rewrite exp_lse_others. exact (sum_split d (fun i => exp (y i)) k Hk). Qed.

(** Gibbs on the entries other than k. *)
Lemma gibbs_others k a : simplex d a -> (k < d)%nat ->
  others d k (fun i => a i * y i - a i * ln (a i)) <= (1 - a k) * lse_others d k y - (1 - a k) * ln (1 - a k).
Proof.
  intros Ha Hk. pose proof (simplex_le_1 d a k Ha Hk) as H1. pose proof (others_exp_pos k) as Hs.
  pose proof (others_simplex d k a Ha Hk) as Ho. unfold lse_others.
  set (p := 1 - a k) in *. set (s := others d k (fun i => exp (y i))) in *.
  destruct (Req_dec p 0) as [E|E].
  - rewrite (others_ext d k _ (fun i => 0 * a i)), others_scale, E; [lra|]. intros i Hi Hik.
    pose proof (other_entry_le d k a i Ha Hk Hi Hik). replace (a i) with 0 by (unfold p in E; lra). ring.
  - assert (Hp : 0 < p) by (unfold p in *; lra).
    apply Rle_trans with (others d k (fun i => (ln s - ln p - 1) * a i - (- (p / s)) * exp (y i))).
    + apply others_le. intros i Hi _. pose proof (gibbs_term (a i) (y i) p s (proj1 Ha i Hi) Hp Hs). lra.
    + rewrite others_linear, Ho. fold s. apply Req_le. field. lra.
Qed.

Lemma dot_split k a : (k < d)%nat -> dot d a y = a k * y k + others d k (fun i => a i * y i).
Proof. intros Hk. exact (sum_split d (fun i => a i * y i) k Hk). Qed.

Lemma peaked_bound k a : simplex d a -> (k < d)%nat -> 1 / 2 <= a k ->
  dot d a y - universal d a <= peak_value d k y (a k).
Proof.
  intros Ha Hk H. rewrite (dot_split k a Hk), (universal_peaked d k a Ha Hk H).
  pose proof (gibbs_others k a Ha Hk) as Hg. rewrite others_minus in Hg. unfold peak_value. lra.
Qed.

Lemma flat_bound a : simplex d a -> (forall i, (i < d)%nat -> a i <= 1 / 2) ->
  dot d a y - universal d a <= lse d y - c.
Proof.
  intros Ha H. rewrite universal_flat by exact H. pose proof (gibbs d a y ltac:(lia) Ha). unfold c. lra.
Qed.

Lemma flat_bound_leader k a : simplex d a -> (k < d)%nat -> (forall i, (i < d)%nat -> a i <= 1 / 2) ->
  lse_others d k y <= y k -> dot d a y - universal d a <= peak_value d k y (1 / 2).
Proof.
  intros Ha Hk H Hl. rewrite universal_flat by exact H. rewrite (dot_split k a Hk).
  unfold entropy. rewrite (sum_split d _ k Hk). fold (others d k (fun i => a i * ln (a i))).
  pose proof (gibbs_others k a Ha Hk) as Hg. rewrite others_minus in Hg.
  pose proof (proj1 Ha k Hk) as H0. specialize (H k Hk).
  pose proof (xlnx_tangent (a k) (1 / 2) H0 ltac:(lra)) as T1.
  pose proof (xlnx_tangent (1 - a k) (1 / 2) ltac:(lra) ltac:(lra)) as T2. rewrite ln_half in T1, T2.
  assert (Hm : 0 <= (1 / 2 - a k) * (y k - lse_others d k y)) by (apply Rmult_le_pos; lra).
  unfold peak_value. lra.
Qed.

(** Values at the share 1/2: below LogSumExp less the constant, and larger for a larger entry. *)
Lemma half_value k : peak_value d k y (1 / 2) = (y k + lse_others d k y) / 2 + 1 / 2.
Proof. unfold peak_value. field. Qed.

Lemma half_value_le_lse k : (k < d)%nat -> peak_value d k y (1 / 2) <= lse d y - c.
Proof.
  intros Hk. rewrite half_value. unfold lse. rewrite (exp_split k Hk).
  set (p := y k). set (q := lse_others d k y). pose proof (exp_pos p) as Hp. pose proof (exp_pos q) as Hq.
  assert (H : p + q <= 2 * (ln (exp p + exp q) - ln 2)); [|unfold c; lra].
  replace (p + q) with (ln (exp p * exp q)) by (now rewrite ln_mult, 2 ln_exp).
  assert (E : forall z, 0 < z -> ln (z * z) = 2 * ln z) by (intros; rewrite ln_mult by assumption; ring).
  replace (ln (exp p + exp q) - ln 2) with (ln ((exp p + exp q) * (1 / 2))).
  - rewrite <- E by (apply Rmult_lt_0_compat; lra). apply ln_le_mono; [now apply Rmult_lt_0_compat|].
    pose proof (pow2_ge_0 (exp p - exp q)). lra.
  - rewrite ln_mult, ln_half by lra. ring.
Qed.

Lemma exp_le_others j k : (k < d)%nat -> k <> j -> exp (y k) <= exp (lse_others d j y).
Proof.
  intros Hk Hn. rewrite exp_lse_others.
  replace (exp (y k)) with (if Nat.eqb k j then 0 else exp (y k))
    by (destruct (Nat.eqb_spec k j); [lia|reflexivity]).
  apply (sum_term_le d (fun i => if Nat.eqb i j then 0 else exp (y i))); [|exact Hk].
  intros i _. destruct (Nat.eqb i j); [lra|left; apply exp_pos].
Qed.

Lemma half_value_mono j k : (j < d)%nat -> (k < d)%nat -> y j <= y k ->
  peak_value d j y (1 / 2) <= peak_value d k y (1 / 2).
Proof.
  intros Hj Hk H. destruct (Nat.eq_dec k j) as [->|Hn]; [lra|]. rewrite 2 half_value.
  pose proof (exp_le_others j k Hk Hn) as Ho.
  pose proof (exp_split j Hj) as Ej. rewrite (exp_split k Hk) in Ej.
  apply exp_le in H. pose proof (exp_pos (y j)). pose proof (exp_pos (lse_others d j y)).
  set (p := lse_others d j y) in *. set (q := lse_others d k y) in *.
  enough (y j + p <= y k + q) by lra.
  rewrite <- (ln_exp (y j + p)), <- (ln_exp (y k + q)), 2 exp_plus.
  apply ln_le_mono; [now apply Rmult_lt_0_compat|].
  assert (0 <= (exp (y k) - exp (y j)) * (exp p - exp (y k))) by (apply Rmult_le_pos; lra).
  replace (exp q) with (exp (y j) + exp p - exp (y k)) by lra. lra.
Qed.

Lemma peak_value_behind k s : y k <= lse_others d k y -> 1 / 2 <= s ->
  peak_value d k y s <= peak_value d k y (1 / 2).
Proof.
  intros H Hs. assert (0 <= (s - 1 / 2) * (lse_others d k y - y k)) by (apply Rmult_le_pos; lra).
  pose proof (pow2_ge_0 (s - 1 / 2)). unfold peak_value. lra.
Qed.

(** An entry other than a largest one is behind. *)
Lemma behind j k : (k < d)%nat -> k <> j -> y j <= y k -> y j <= lse_others d j y.
Proof.
  intros Hk Hn H. eapply Rle_trans; [exact H|]. rewrite <- (ln_exp (y k)). apply ln_le_mono; [apply exp_pos|].
  rewrite <- exp_lse_others. now apply exp_le_others.
Qed.

(** The point with the share w at entry k. *)
Definition peaked (k : nat) (w : R) : vec := fun i =>
  if Nat.eqb i k then w else (1 - w) * exp (y i - lse_others d k y).

Lemma others_peaked k w x : others d k (fun i => peaked k w i * x i) =
  (1 - w) * exp (- lse_others d k y) * others d k (fun i => exp (y i) * x i).
Proof.
  rewrite <- others_scale. apply others_ext. intros i _ Hi. unfold peaked, Rminus at 2.
  destruct (Nat.eqb_spec i k); [lia|]. rewrite exp_plus. ring.
Qed.

Lemma exp_opposite z : exp (- z) * exp z = 1.
Proof. rewrite <- exp_plus, Rplus_opp_l. apply exp_0. Qed.

Lemma simplex_peaked k w : (k < d)%nat -> 0 <= w <= 1 -> simplex d (peaked k w).
Proof.
  intros Hk Hw. split.
  - intros i _. unfold peaked. destruct (Nat.eqb i k); [lra|]. apply Rmult_le_pos; [lra|left; apply exp_pos].
  - rewrite (sum_split d _ k Hk). fold (others d k (peaked k w)).
    rewrite (others_ext d k (peaked k w) (fun i => peaked k w i * 1)) by (intros; ring).
    rewrite others_peaked.
    rewrite (others_ext d k _ (fun i => exp (y i))) by (intros; ring). rewrite <- exp_lse_others.
    rewrite Rmult_assoc, exp_opposite. unfold peaked. rewrite Nat.eqb_refl. ring.
Qed.

Lemma peaked_value k w : (k < d)%nat -> 1 / 2 <= w <= 1 ->
  dot d (peaked k w) y - universal d (peaked k w) = peak_value d k y w.
Proof.
  intros Hk Hw. pose proof (simplex_peaked k w Hk ltac:(lra)) as Hp.
  assert (Ew : peaked k w k = w) by (unfold peaked; now rewrite Nat.eqb_refl).
  rewrite (dot_split k _ Hk), (universal_peaked d k _ Hp Hk) by lra. rewrite Ew.
  enough (E : others d k (fun i => peaked k w i * y i - peaked k w i * ln (peaked k w i)) =
    (1 - w) * (lse_others d k y - ln (1 - w))).
  { rewrite others_minus in E. unfold peak_value. lra. }
  rewrite <- (Rmult_comm (lse_others d k y - ln (1 - w))).
  replace (1 - w) with (others d k (peaked k w)) at 2
    by (rewrite (others_simplex d k _ Hp Hk), Ew; reflexivity).
  rewrite <- others_scale. apply others_ext. intros i _ Hi. unfold peaked.
  destruct (Nat.eqb_spec i k); [lia|]. destruct (Req_dec w 1) as [->|Hw1]; [ring|].
  rewrite ln_mult, ln_exp by (lra || apply exp_pos). ring.
Qed.

End Closed.

Lemma rest_leader d y k : (k < d)%nat -> largest d y = y k -> rest d y = lse_others d k y.
Proof.
  intros Hk E. unfold rest, lse_others. rewrite E, (sum_split d _ k Hk). f_equal. unfold others. ring.
Qed.

(** The weights are a point of the simplex, no point does better, and they give the closed form. *)
Lemma universal_optimum d y : (2 <= d)%nat ->
  simplex d (universal_weights d y) /\
  (forall a, simplex d a -> dot d a y - universal d a <= universal_smoothing d y) /\
  dot d (universal_weights d y) y - universal d (universal_weights d y) = universal_smoothing d y.
Proof.
  intros Hd. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]].
  assert (Hmax : forall i, (i < d)%nat -> y i <= y k)
    by (intros i Hi; rewrite <- Ek; now apply largest_entry).
  enough (exists w, simplex d w /\ (forall i, (i < d)%nat -> universal_weights d y i = w i) /\
    (forall a, simplex d a -> dot d a y - universal d a <= universal_smoothing d y) /\
    dot d w y - universal d w = universal_smoothing d y) as [w [Hw [E [Hup Hat]]]].
  { split; [|split; [exact Hup|]].
    - split; [intros i Hi; rewrite E by exact Hi; now apply Hw|].
      rewrite (sum_ext d _ w E). apply Hw.
    - rewrite <- Hat. f_equal; [|now apply on_first_universal].
      apply sum_ext. intros i Hi. now rewrite E. }
  unfold universal_weights, universal_smoothing. rewrite (rest_leader d y k Hk Ek), Ek.
  set (r := lse_others d k y). set (t := y k - r).
  destruct (Rle_dec t 0) as [Ht|Ht].
  - (* no entry leads *)
    exists (softmax d y). split; [apply simplex_softmax; lia|]. split; [reflexivity|]. split.
    + intros a Ha. destruct (entry_above_half d a) as [[j [Hj H]]|H]; [|now apply flat_bound].
      eapply Rle_trans; [apply (peaked_bound d y Hd j); [exact Ha|exact Hj|lra]|].
      eapply Rle_trans; [apply peak_value_behind; [|lra]|now apply half_value_le_lse].
      destruct (Nat.eq_dec k j) as [<-|Hn]; [unfold t in Ht; fold r; lra|].
      apply (behind d y Hd j k Hk Hn). now apply Hmax.
    + rewrite universal_flat.
      * pose proof (gibbs_softmax d y ltac:(lia)). lra.
      * intros i Hi. pose proof (exp_split d y Hd k Hk) as Es. fold r in Es. unfold softmax. rewrite Es.
        pose proof (exp_le _ _ (Hmax i Hi)). pose proof (exp_pos (y k)). pose proof (exp_pos r).
        assert (exp (y k) <= exp r) by (apply exp_le; unfold t in Ht; lra).
        apply (Rmult_le_reg_r (exp (y k) + exp r)); [lra|]. unfold Rdiv at 1.
        rewrite Rmult_assoc, Rinv_l by lra. lra.
  - (* entry k leads *)
    set (w := leader_weight t).
    assert (Hw : 1 / 2 <= w <= 1) by (unfold w, leader_weight; destruct (Rle_dec t 2); lra).
    set (F := if Rle_dec t 2 then y k + (2 - t) ^ 2 / 8 else y k).
    assert (HF : forall s, 1 / 2 <= s <= 1 -> peak_value d k y s <= F).
    { intros s Hs. unfold peak_value, F. fold r. replace r with (y k - t) by (unfold t; ring).
      destruct (Rle_dec t 2) as [H2|H2].
      - pose proof (pow2_ge_0 (s - (1 / 2 + t / 4))). lra.
      - assert (0 <= (1 - s) * (t - 2 * s)) by (apply Rmult_le_pos; lra). lra. }
    exists (peaked d y k w). split; [apply simplex_peaked; [exact Hd|exact Hk|lra]|]. split; [|split].
    + intros i Hi. unfold peaked. fold r. destruct (Nat.eqb_spec i k) as [->|Hn].
      * destruct (Req_EM_T (y k) (y k)); [reflexivity|contradiction].
      * destruct (Req_EM_T (y i) (y k)) as [E|E]; [|reflexivity].
        pose proof (behind d y Hd k i Hi Hn) as Hb. fold r in Hb. unfold t in Ht. lra.
    + intros a Ha. destruct (entry_above_half d a) as [[j [Hj H]]|H].
      * eapply Rle_trans; [apply (peaked_bound d y Hd j); [exact Ha|exact Hj|lra]|].
        pose proof (simplex_le_1 d a j Ha Hj). destruct (Nat.eq_dec k j) as [<-|Hn]; [apply HF; lra|].
        eapply Rle_trans; [apply peak_value_behind; [|lra]|].
        -- apply (behind d y Hd j k Hk Hn). now apply Hmax.
        -- eapply Rle_trans; [apply (half_value_mono d y Hd j k); try assumption; now apply Hmax|].
           apply HF. lra.
      * eapply Rle_trans; [apply (flat_bound_leader d y Hd k); try assumption|apply HF; lra].
        fold r. unfold t in Ht. lra.
    + rewrite peaked_value by assumption. unfold peak_value. fold r. fold F.
      replace r with (y k - t) by (unfold t; ring). unfold w, leader_weight, F.
      destruct (Rle_dec t 2); field.
Qed.

Lemma universal_bounded_below d : (2 <= d)%nat -> bounded_below d (universal d).
Proof. intros Hd. exists (- (ln (INR d) - (ln 2 - 1 / 2))). intros a Ha. now apply (universal_range d a). Qed.

(** The conjugate of the strongly convex function is the closed form. *)
Theorem universal_closed_form d y : (2 <= d)%nat -> conj d (universal d) y = universal_smoothing d y.
Proof.
  intros Hd. pose proof (universal_bounded_below d Hd) as Hb.
  destruct (universal_optimum d y Hd) as [Hw [Hup Hat]]. apply Rle_antisym.
  - apply conj_least; [lia|exact Hb|exact Hup].
  - rewrite <- Hat. apply conj_above; [lia|exact Hb|exact Hw].
Qed.

(** The closed form is a smoothing of the maximum with gap ln d - (ln 2 - 1/2), for every d >= 2. *)
Theorem universal_smoothing_gap d :
  (2 <= d)%nat -> smoothing d (ln (INR d) - (ln 2 - 1 / 2)) (universal_smoothing d).
Proof.
  intros Hd. replace (universal_smoothing d) with (conj d (universal d)).
  - apply smoothing_of_strongly_convex; [lia|apply on_first_universal|apply universal_strongly_convex|].
    intros x. now apply universal_range.
  - apply functional_extensionality. intros y. now apply universal_closed_form.
Qed.

(** Its gradient is the vector of weights, which is 1-Lipschitz from the infinity norm to the l1 norm. *)
Theorem universal_gradient d : (2 <= d)%nat ->
  has_gradient d (universal_smoothing d) (universal_weights d) /\
  forall x y, norm1 d (sub (universal_weights d x) (universal_weights d y)) <= norm_inf d (sub x y).
Proof.
  intros Hd. pose proof (universal_bounded_below d Hd) as Hb. pose proof (universal_strongly_convex d) as Hs.
  assert (H1 : (1 <= d)%nat) by lia.
  assert (E : forall x i, (i < d)%nat -> conj_gradient d (universal d) x i = universal_weights d x i).
  { intros x. destruct (universal_optimum d x Hd) as [Hw [_ Hat]].
    apply conj_gradient_attained; try assumption. now rewrite universal_closed_form. }
  split.
  - replace (universal_smoothing d) with (conj d (universal d)).
    + apply (has_gradient_ext d _ (conj_gradient d (universal d))); [now apply conj_has_gradient|exact E].
    + apply functional_extensionality. intros x. now apply universal_closed_form.
  - intros x y. pose proof (conj_gradient_lipschitz d (universal d) H1 Hb Hs x y) as H.
    rewrite (norm1_ext d _ (sub (universal_weights d x) (universal_weights d y))) in H; [exact H|].
    intros i Hi. unfold sub. now rewrite 2 E.
Qed.

(** It is exactly the maximum where the largest entry leads LogSumExp of the others by 2 or more, and only
    there. *)
Theorem universal_exact d y :
  (2 <= d)%nat -> (universal_smoothing d y = largest d y <-> 2 <= largest d y - rest d y).
Proof.
  intros Hd. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]]. unfold universal_smoothing.
  pose proof (half_value_le_lse d y Hd k Hk) as H. rewrite half_value in H.
  rewrite (rest_leader d y k Hk Ek), Ek. set (t := y k - lse_others d k y).
  assert (Et : lse_others d k y = y k - t) by (unfold t; ring). rewrite Et in H.
  destruct (Rle_dec t 0); [split; intros; lra|]. destruct (Rle_dec t 2) as [H2|H2]; [|split; intros; lra].
  split; intros H1; [|replace t with 2 by lra; field].
  destruct (Req_dec t 2) as [->|Hn]; [lra|].
  assert (0 < (2 - t) * (2 - t)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** The gap is attained where all d entries are equal, and only there. *)
Theorem universal_gap_tie d y : (2 <= d)%nat ->
  universal_smoothing d y = largest d y + (ln (INR d) - (ln 2 - 1 / 2)) <->
  (forall i, (i < d)%nat -> y i = largest d y).
Proof.
  intros Hd. assert (H2 : ln 2 <= ln (INR d)).
  { apply ln_le_mono; [lra|]. change 2 with (INR 2). now apply le_INR. }
  rewrite <- lse_tie by lia. unfold universal_smoothing. set (t := largest d y - rest d y).
  destruct (Rle_dec t 0) as [Ht|Ht]; [split; intros; lra|]. split; intros H.
  - exfalso. destruct (Rle_dec t 2); [|lra].
    assert (0 < t * (4 - t)) by (apply Rmult_lt_0_compat; lra). lra.
  - exfalso. apply Ht. destruct (largest_attained d y ltac:(lia)) as [k [Hk Ek]].
    pose proof (proj1 (lse_tie d y ltac:(lia)) H) as Heq. unfold t. rewrite (rest_leader d y k Hk Ek), Ek.
    set (j := if Nat.eqb k 0 then 1%nat else 0%nat).
    assert (Hj : (j < d)%nat /\ j <> k) by (unfold j; destruct (Nat.eqb_spec k 0); lia).
    pose proof (behind d y Hd k j (proj1 Hj) (proj2 Hj)) as Hb.
    rewrite (Heq j (proj1 Hj)), Ek in Hb. specialize (Hb (Rle_refl _)). lra.
Qed.
