(** A continuous function above the maximum that bends little along sign vectors, convex or not: below it there is a
    smoothing whose gap is at most its value at 0. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate SecondDifferences GoodFunctions.
Open Scope R_scope.

(** The upper limits of the quotients (F(u+j) + F(u-j) - 2F(u)) / j^2 are at most 1. *)
Definition bends_little (F : R -> R) : Prop := forall u e, 0 < e ->
  exists delta, 0 < delta /\ forall j, 0 < j < delta -> F (u + j) + F (u - j) - 2 * F u <= (1 + e) * j ^ 2.

(** From small steps to all: at the lowest point of F less a parabola through two points of its graph F bends at least
    like the parabola. *)
Lemma all_steps F u k : (forall v, continuity_pt F v) -> bends_little F -> 0 <= k ->
  F (u + k) + F (u - k) <= 2 * F u + k ^ 2.
Proof.
  intros C H Hk. destruct (Rle_lt_dec (F (u + k) + F (u - k)) (2 * F u + k ^ 2)) as [L|L]; [exact L|exfalso].
  assert (K : 0 < k).
  { destruct (Rle_lt_or_eq_dec _ _ Hk) as [P|E]; [exact P|]. rewrite <- E in L.
    rewrite Rplus_0_r, Rminus_0_r in L. lra. }
  assert (K2 : 0 < k ^ 2) by (now apply pow_lt).
  set (e := (F (u + k) + F (u - k) - 2 * F u - k ^ 2) / (2 * k ^ 2)).
  assert (E : 0 < e) by (apply Rdiv_lt_0_compat; lra).
  assert (Ee : e * k ^ 2 = (F (u + k) + F (u - k) - 2 * F u - k ^ 2) / 2) by (unfold e; field; lra).
  set (a := (F (u + k) - F (u - k)) / (2 * k)).
  assert (Ea : a * k = (F (u + k) - F (u - k)) / 2) by (unfold a; field; lra).
  set (P := fun v => F v - (1 + e) / 2 * (v - u) ^ 2 - a * (v - u)).
  assert (CP : forall v, continuity_pt P v).
  { intros v. apply continuity_pt_minus; [apply continuity_pt_minus; [apply C|]|];
      apply derivable_continuous_pt; reg. }
  destruct (continuity_ab_min P (u - k) (u + k)) as (v & Min & Hv); [lra|intros; apply CP|].
  assert (Right : P (u + k) > P u) by (unfold P; replace (u + k - u) with k by ring; replace (u - u) with 0 by ring; lra).
  assert (Left : P (u - k) > P u)
    by (unfold P; replace (u - k - u) with (- k) by ring; replace (u - u) with 0 by ring;
        replace ((- k) ^ 2) with (k ^ 2) by ring; lra).
  pose proof (Min u ltac:(lra)) as Mu.
  assert (V1 : v <> u + k) by (intros ->; lra). assert (V2 : v <> u - k) by (intros ->; lra).
  destruct (H v (e / 2) ltac:(lra)) as (delta & D & B).
  set (j := Rmin (delta / 2) (Rmin (u + k - v) (v - (u - k)))).
  assert (J : 0 < j < delta /\ j <= u + k - v /\ j <= v - (u - k)).
  { unfold j. pose proof (Rmin_l (delta / 2) (Rmin (u + k - v) (v - (u - k)))).
    pose proof (Rmin_r (delta / 2) (Rmin (u + k - v) (v - (u - k)))).
    pose proof (Rmin_l (u + k - v) (v - (u - k))). pose proof (Rmin_r (u + k - v) (v - (u - k))).
    assert (0 < Rmin (delta / 2) (Rmin (u + k - v) (v - (u - k)))) by (repeat apply Rmin_glb_lt; lra). lra. }
  specialize (B j ltac:(lra)).
  pose proof (Min (v + j) ltac:(lra)) as M1. pose proof (Min (v - j) ltac:(lra)) as M2. unfold P in M1, M2.
  assert (0 < e * j ^ 2) by (apply Rmult_lt_0_compat; [lra|apply pow_lt; lra]). nra.
Qed.

(** Continuity on R^d, where the first d entries count. *)
Definition continuous_on (d : nat) (V : vec -> R) : Prop := forall x e, 0 < e ->
  exists delta, 0 < delta /\ forall y, norm_inf d (sub y x) < delta -> Rabs (V y - V x) < e.

Definition sign_vector (d : nat) (s : vec) : Prop := forall i, (i < d)%nat -> s i = 1 \/ s i = -1.

Section Criterion.
Variables (d : nat) (V : vec -> R).
Hypothesis dimension : (1 <= d)%nat.
Hypothesis V_continuous : continuous_on d V.
Hypothesis above : forall x, largest d x <= V x.
Hypothesis along_signs : forall x s, sign_vector d s -> bends_little (fun u => V (add x (scale u s))).

Lemma V_first : on_first d V.
Proof.
  intros x y E. apply cond_eq. intros e He. destruct (V_continuous y e He) as (delta & D & B). apply B.
  rewrite (norm_inf_ext d _ zero) by (intros i Hi; unfold sub, zero; rewrite E by exact Hi; ring).
  rewrite (norm_inf_ext d zero (fun i => 0 * zero i)) by (intros i _; unfold zero; ring).
  rewrite norm_inf_scale, Rabs_R0. lra.
Qed.

Lemma V_along x s : forall u, continuity_pt (fun u => V (add x (scale u s))) u.
Proof.
  intros u e He. destruct (V_continuous (add x (scale u s)) e He) as (delta & D & B).
  pose proof (norm_inf_nonneg d s) as N. exists (delta / (norm_inf d s + 1)). split; [apply Rdiv_lt_0_compat; lra|].
  intros v [_ Hv]. apply B. unfold dist, R_met, R_dist in Hv.
  rewrite (norm_inf_ext d _ (fun i => (v - u) * s i)) by (intros i _; unfold sub, add, scale; ring).
  rewrite norm_inf_scale. apply (Rmult_lt_compat_r (norm_inf d s + 1)) in Hv; [|lra].
  unfold Rdiv in Hv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hv by lra.
  pose proof (Rabs_pos (v - u)). nra.
Qed.

(** What the second differences say at every point of a segment along a sign vector. *)
Lemma sign_chord y s r t : sign_vector d s -> 0 <= r -> 0 <= t <= 1 ->
  (1 - t) * V (add y (scale (- t * r) s)) + t * V (add y (scale ((1 - t) * r) s)) <= V y + t * (1 - t) / 2 * r ^ 2.
Proof.
  intros Hs Hr Ht. set (p := fun q => add y (scale ((q - t) * r) s)).
  pose proof (chord_from_midpoints (fun q => V (p q)) (r ^ 2) (y 0%nat - r) t (pow2_ge_0 _)) as C. cbv beta in C.
  rewrite (V_first (p 0) (add y (scale (- t * r) s))) in C by (intros i _; unfold p, add, scale; ring).
  rewrite (V_first (p t) y) in C by (intros i _; unfold p, add, scale; ring).
  apply C; [| |exact Ht].
  - intros q Hq. eapply Rle_trans; [|apply above]. eapply Rle_trans; [|apply (largest_entry d (p q) 0 dimension)].
    unfold p, add, scale. assert (- r <= (q - t) * r <= r) by nra.
    destruct (Hs 0%nat dimension) as [-> | ->]; lra.
  - intros q u _ _ Hu.
    pose proof (all_steps (fun u => V (add y (scale u s))) ((q - t) * r) (u * r) (V_along y s) (along_signs y s Hs)
      (Rmult_le_pos u r Hu Hr)) as M. cbv beta in M. unfold p.
    replace ((q + u - t) * r) with ((q - t) * r + u * r) by ring.
    replace ((q - u - t) * r) with ((q - t) * r - u * r) by ring. nra.
Qed.

(** Let V >= max be continuous on R^d, d >= 1, and let the upper limits of the quotients
    (V(x+js) + V(x-js) - 2V(x)) / j^2 as j -> 0 be at most 1 at every point x along every sign vector s. Then there
    is a smoothing of the maximum below V with a gap of at most V(0). *)
Theorem sign_vectors : exists f, smoothing d (V zero) f /\ forall x, f x <= V x.
Proof.
  apply smoothing_of_sign_chords; [exact dimension|exact above|]. intros y s r t Hs. apply sign_chord.
  intros i _. apply Hs.
Qed.

End Criterion.

(** So no smoothing has a smaller gap than the least one, and that is at most V(0). *)
Corollary gap_of_criterion d V eps : (1 <= d)%nat -> continuous_on d V -> (forall x, largest d x <= V x) ->
  (forall x s, sign_vector d s -> bends_little (fun u => V (add x (scale u s)))) -> optimum d eps -> eps <= V zero.
Proof. intros Hd C A B [_ L]. destruct (sign_vectors d V Hd C A B) as (f & Hf & _). exact (L _ f Hf). Qed.
