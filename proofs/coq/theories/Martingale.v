(** The least gap of a smoothing is the supremum of what martingales from the centre of the simplex to its
    vertices gain, half the expected sum of their squared jumps; and one smoothing is below all others. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Duality.
Open Scope R_scope.

(** [martingale d x G]: from x there is a martingale of finitely many steps, each with finitely many outcomes,
    that ends at vertices of the simplex; G is its gain, half the expected sum of its squared l1 jumps. It has
    ended at a vertex, or it moves from x to y 0, ..., y (n-1) with the probabilities p, the mean being x, and
    from each outcome goes on in its own way, so that later moves may depend on the past. *)
Inductive martingale (d : nat) : vec -> R -> Prop :=
| ended k x : (k < d)%nat -> (forall i, (i < d)%nat -> x i = vertex k i) -> martingale d x 0
| moves n (p : nat -> R) (y : nat -> vec) (G : nat -> R) x :
    (forall j, (j < n)%nat -> 0 <= p j) -> sum n p = 1 ->
    (forall i, (i < d)%nat -> x i = sum n (fun j => p j * y j i)) ->
    (forall j, (j < n)%nat -> martingale d (y j) (G j)) ->
    martingale d x (sum n (fun j => p j * (norm1 d (sub (y j) x) ^ 2 / 2 + G j))).

(** ** Every gain is a lower bound *)

Lemma martingale_simplex d x G : martingale d x G -> simplex d x.
Proof.
  induction 1 as [k x Hk E|n p y G x Hp S E _ IH].
  - destruct (simplex_vertex d k Hk) as [V0 V1]. split.
    + intros i Hi. rewrite E by exact Hi. now apply V0.
    + now rewrite (sum_ext d x (vertex k)).
  - now apply (simplex_mean d n p y).
Qed.

(** The gain is at most the rise of a strongly convex function along the way. *)
Lemma gain_le_rise d h b : on_first d h -> strongly_convex d h ->
  (forall k, (k < d)%nat -> h (vertex k) <= b) -> forall x G, martingale d x G -> G <= b - h x.
Proof.
  intros Hf Hh Hb. induction 1 as [k x Hk E|n p y G x Hp S E M IH].
  - rewrite (Hf x (vertex k) E). specialize (Hb k Hk). lra.
  - pose proof (jensen d h n p y x Hf Hh Hp S (fun j Hj => martingale_simplex d _ _ (M j Hj)) E) as J.
    assert (K : sum n (fun j => p j * (norm1 d (sub (y j) x) ^ 2 / 2 + G j))
      <= sum n (fun j => (/ 2 * (p j * norm1 d (sub (y j) x) ^ 2) + b * p j) - p j * h (y j))).
    { apply sum_le. intros j Hj. pose proof (Rmult_le_compat_l _ _ _ (Hp j Hj) (IH j Hj)). lra. }
    rewrite sum_minus, sum_plus, 2 sum_scale, S in K. lra.
Qed.

(** What a martingale from the centre gains is a lower bound for the gap of every smoothing. *)
Theorem gain_is_lower_bound d eps f G :
  (1 <= d)%nat -> smoothing d eps f -> martingale d (centre d) G -> G <= eps.
Proof.
  intros Hd [_ [Hf Hb]] M.
  destruct (conjugate_of_smoothing d eps f Hd Hf) as [h [Hs [Hc Hr]]].
  - intros x. apply Hb.
  - rewrite <- (Rplus_0_l eps), <- (largest_zero d). apply Hb.
  - pose proof (gain_le_rise d h 0 (symmetric_on_first d h Hs) Hc
      (fun k Hk => proj2 (Hr _ (simplex_vertex d k Hk))) _ _ M).
    pose proof (Hr _ (simplex_centre d Hd)). lra.
Qed.

(** ** The best gain is finite *)

Lemma norm1_square_le d x : norm1 d x ^ 2 <= INR d * dot d x x.
Proof.
  destruct d as [|d']; [unfold norm1, dot; simpl; lra|].
  set (d := S d'). assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
  set (m := norm1 d x / INR d).
  assert (S : 0 <= sum d (fun i => (x i * x i - 2 * m * Rabs (x i)) + m ^ 2)).
  { apply sum_nonneg. intros i _. pose proof (pow2_ge_0 (Rabs (x i) - m)) as Q.
    change (x i * x i) with (Rsqr (x i)). rewrite Rsqr_abs. unfold Rsqr. lra. }
  rewrite sum_plus, sum_minus, sum_scale, sum_const in S.
  change (sum d (fun i => Rabs (x i))) with (norm1 d x) in S.
  change (sum d (fun i => x i * x i)) with (dot d x x) in S.
  apply (Rmult_le_compat_l (INR d)) in S; [|lra].
  replace (INR d * (dot d x x - 2 * m * norm1 d x + INR d * m ^ 2))
    with (INR d * dot d x x - norm1 d x ^ 2) in S by (unfold m; field; lra).
  lra.
Qed.

(** A strongly convex function, good enough for a first bound. *)
Lemma half_square_strongly_convex d : strongly_convex d (fun x => INR d / 2 * dot d x x).
Proof.
  intros a b s _ _ Hs. pose proof (norm1_square_le d (sub a b)) as N.
  assert (E : dot d (mix s a b) (mix s a b)
    = ((1 - s) * dot d a a + s * dot d b b) - s * (1 - s) * dot d (sub a b) (sub a b)).
  { unfold dot, mix, sub. rewrite <- !sum_scale, <- sum_plus, <- sum_minus. apply sum_ext. intros. ring. }
  rewrite E. pose proof (Rmult_le_pos s (1 - s) ltac:(lra) ltac:(lra)) as P.
  pose proof (Rmult_le_compat_l _ _ _ P N). lra.
Qed.

Lemma gain_bounded d x G : martingale d x G -> G <= INR d / 2 - INR d / 2 * dot d x x.
Proof.
  apply (gain_le_rise d (fun x => INR d / 2 * dot d x x) (INR d / 2)); [|apply half_square_strongly_convex|].
  - intros u v E. f_equal. apply sum_ext. intros i Hi. now rewrite E.
  - intros k Hk. unfold dot. rewrite sum_vertex by exact Hk. unfold vertex. rewrite Nat.eqb_refl. lra.
Qed.

(** From every point of the simplex one can jump to the vertices. *)
Lemma martingale_exists d x : simplex d x -> exists G, 0 <= G /\ martingale d x G.
Proof.
  intros [H0 H1]. exists (sum d (fun j => x j * (norm1 d (sub (vertex j) x) ^ 2 / 2 + 0))). split.
  - apply sum_nonneg. intros j Hj. pose proof (pow2_ge_0 (norm1 d (sub (vertex j) x))).
    apply Rmult_le_pos; [now apply H0|lra].
  - apply (moves d d x vertex (fun _ => 0)); auto.
    + intros i Hi. now apply mean_of_vertices.
    + intros j Hj. now apply (ended d j).
Qed.

(** ** The value function *)

(** The best gain from x. *)
Definition value (d : nat) (x : vec) : R := supremum (martingale d x).

Lemma value_lub d x : simplex d x -> is_lub (martingale d x) (value d x).
Proof.
  intros Hx. apply supremum_lub.
  - exists (INR d / 2 - INR d / 2 * dot d x x). intros G. apply gain_bounded.
  - destruct (martingale_exists d x Hx) as [G [_ M]]. now exists G.
Qed.

Lemma value_nonneg d x : simplex d x -> 0 <= value d x.
Proof.
  intros Hx. destruct (martingale_exists d x Hx) as [G [P M]].
  eapply Rle_trans; [exact P|]. now apply (value_lub d x Hx).
Qed.

Lemma value_outside d x : ~ simplex d x -> value d x = 0.
Proof.
  intros N. unfold value, supremum. destruct (decide _) as [H|_]; [|reflexivity].
  exfalso. destruct H as [_ [G M]]. apply N. now apply (martingale_simplex d x G).
Qed.

(** The order of the coordinates does not matter. *)
Lemma martingale_permute d q x G : permutes d q -> martingale d x G ->
  forall z, (forall i, (i < d)%nat -> z i = x (q i)) -> martingale d z G.
Proof.
  intros Hq. induction 1 as [k x Hk E|n p y G x Hp S E M IH]; intros z Hz.
  - destruct (permutes_inverse d q Hq) as [r [Hr I]]. apply (ended d (r k)); [now apply Hr|].
    intros i Hi. rewrite Hz, E by (auto; now apply Hq). unfold vertex.
    destruct (I i Hi) as [_ F], (I k Hk) as [J _].
    destruct (Nat.eqb_spec (q i) k) as [A|A], (Nat.eqb_spec i (r k)) as [B|B]; try reflexivity; exfalso.
    + apply B. now rewrite <- A.
    + apply A. now rewrite B.
  - rewrite (sum_ext n _ (fun j => p j * (norm1 d (sub (fun i => y j (q i)) z) ^ 2 / 2 + G j))).
    + apply (moves d n p (fun j i => y j (q i))); [exact Hp|exact S| |].
      * intros i Hi. rewrite Hz by exact Hi. apply E. now apply Hq.
      * intros j Hj. now apply (IH j Hj).
    + intros j _. do 4 f_equal. unfold norm1.
      rewrite <- (sum_permute d q (fun i => Rabs (sub (y j) x i)) Hq).
      apply sum_ext. intros i Hi. unfold sub. now rewrite Hz.
Qed.

Lemma value_symmetric d : symmetric d (fun x => - value d x).
Proof.
  intros x y q Hq E. f_equal. destruct (permutes_inverse d q Hq) as [r [Hr I]].
  assert (E' : forall i, (i < d)%nat -> x i = y (r i)).
  { intros i Hi. rewrite E by now apply Hr. now destruct (I i Hi) as [-> _]. }
  assert (P : forall u v p, permutes d p -> simplex d u ->
    (forall i, (i < d)%nat -> v i = u (p i)) -> simplex d v).
  { intros u v p Hp Hu F. destruct (martingale_exists d u Hu) as [G [_ M]].
    apply (martingale_simplex d v G). now apply (martingale_permute d p u). }
  destruct (decide (simplex d x)) as [Hx|N].
  - pose proof (P x y q Hq Hx E) as Hy.
    destruct (value_lub d x Hx) as [Ux Lx], (value_lub d y Hy) as [Uy Ly].
    apply Rle_antisym; [apply Ly|apply Lx]; intros G M; [apply Ux|apply Uy].
    + now apply (martingale_permute d r y).
    + now apply (martingale_permute d q x).
  - rewrite 2 value_outside; [reflexivity|exact N|]. intros Hy. apply N. now apply (P y x r).
Qed.

Lemma lub_scale_le E u s c :
  is_lub E u -> (exists e, E e) -> 0 <= s -> (forall e, E e -> s * e <= c) -> s * u <= c.
Proof.
  intros [_ L] [e He] Hs H. destruct (Req_dec s 0) as [Z|N].
  - specialize (H e He). rewrite Z in *. lra.
  - apply (Rmult_le_reg_l (/ s)); [apply Rinv_0_lt_compat; lra|].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by exact N.
    apply L. intros e' He'. apply (Rmult_le_reg_l s); [lra|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by exact N. now apply H.
Qed.

(** One move in front: from x to a or b. *)
Lemma first_move d s a b A B : 0 <= s <= 1 -> martingale d a A -> martingale d b B ->
  martingale d (mix s a b) (s * (1 - s) / 2 * norm1 d (sub a b) ^ 2 + (1 - s) * A + s * B).
Proof.
  intros Hs MA MB.
  set (pick := fun (T : Type) (u v : T) (j : nat) => if Nat.eqb j 0 then u else v).
  replace (s * (1 - s) / 2 * norm1 d (sub a b) ^ 2 + (1 - s) * A + s * B)
    with (sum 2 (fun j => pick R (1 - s) s j
      * (norm1 d (sub (pick vec a b j) (mix s a b)) ^ 2 / 2 + pick R A B j))).
  - apply moves.
    + intros [|j] _; unfold pick; simpl; lra.
    + unfold pick. simpl. ring.
    + intros i _. unfold pick, mix. simpl. ring.
    + intros [|j] _; unfold pick; simpl; assumption.
  - unfold pick. cbn [sum Nat.eqb].
    rewrite (norm1_ext d (sub a (mix s a b)) (fun i => s * sub a b i)) by (intros; unfold sub, mix; ring).
    rewrite (norm1_ext d (sub b (mix s a b)) (fun i => (s - 1) * sub a b i))
      by (intros; unfold sub, mix; ring).
    rewrite 2 norm1_scale, 2 Rpow_mult_distr, 2 pow2_abs. field.
Qed.

Lemma value_strongly_convex d : strongly_convex d (fun x => - value d x).
Proof.
  intros a b s Ha Hb Hs. pose proof (value_lub d _ (simplex_mix d s a b Ha Hb Hs)) as [U _].
  set (c := s * (1 - s) / 2 * norm1 d (sub a b) ^ 2). set (v := value d (mix s a b)) in *.
  enough ((1 - s) * value d a <= v - c - s * value d b) by lra.
  apply (lub_scale_le (martingale d a)); [now apply value_lub| |lra|].
  { destruct (martingale_exists d a Ha) as [G [_ M]]. now exists G. }
  intros A MA. enough (s * value d b <= v - c - (1 - s) * A) by lra.
  apply (lub_scale_le (martingale d b)); [now apply value_lub| |lra|].
  { destruct (martingale_exists d b Hb) as [G [_ M]]. now exists G. }
  intros B MB. pose proof (U _ (first_move d s a b A B Hs MA MB)) as K. fold c in K. lra.
Qed.

Lemma value_range d x : (1 <= d)%nat -> simplex d x -> - value d (centre d) <= - value d x <= 0.
Proof.
  intros Hd Hx. split.
  - apply (symmetric_min_at_centre d (fun x => - value d x) x Hd); [|apply value_strongly_convex|exact Hx].
    apply value_symmetric.
  - pose proof (value_nonneg d x Hx). lra.
Qed.

(** ** The two meet *)

(** With V(p) the best gain of a martingale from p, the supremum of <p, x> + V(p) over the simplex is below
    every function above the maximum whose conjugate is strongly convex. *)
Lemma gains_below d f x : (1 <= d)%nat -> (forall y, largest d y <= f y) -> strongly_convex d (conjugate d f) ->
  conj d (fun p => - value d p) x <= f x.
Proof.
  intros Hd Ha Hc.
  apply conj_least; [exact Hd|exists (- value d (centre d)); intros p Hp; now apply value_range|].
  intros p Hp.
  assert (C : dot d p x - f x <= conjugate d f p)
    by exact (conjugate_ge d f p _ x Ha Hp (permutes_identity d)).
  enough (value d p <= 0 - conjugate d f p) by lra.
  apply (value_lub d p Hp). intros G.
  apply gain_le_rise; [apply symmetric_on_first, conjugate_symmetric|exact Hc|].
  intros k Hk. apply conjugate_lub. intros v [q [y [_ ->]]]. apply Rmin_l.
Qed.

(** With V(p) the best gain of a martingale from p, the supremum of <p, x> + V(p) over the simplex is a
    smoothing with the gap V(centre), and at every point x it is below all other smoothings. *)
Theorem least_smoothing d : (1 <= d)%nat ->
  smoothing d (value d (centre d)) (conj d (fun p => - value d p)) /\
  forall e f, smoothing d e f -> forall x, conj d (fun p => - value d p) x <= f x.
Proof.
  intros Hd. split.
  - apply smoothing_of_strongly_convex;
      [exact Hd|apply symmetric_on_first, value_symmetric|apply value_strongly_convex|].
    intros x. now apply value_range.
  - intros e f [_ [Hs Hf]] x. assert (Ha : forall x, largest d x <= f x) by (intros; apply Hf).
    apply gains_below; [exact Hd|exact Ha|now apply conjugate_strongly_convex].
Qed.

(** The least gap of a smoothing is the best gain of a martingale from the centre, and it is attained. *)
Theorem value_is_optimum d : (1 <= d)%nat -> optimum d (value d (centre d)).
Proof.
  intros Hd. split.
  - eexists. now apply least_smoothing.
  - intros e f Hf. apply (value_lub d _ (simplex_centre d Hd)). intros G.
    now apply (gain_is_lower_bound d e f).
Qed.

(** The same without a name for the supremum. *)
Theorem optimum_iff_best_gain d eps : (1 <= d)%nat ->
  optimum d eps <-> is_lub (martingale d (centre d)) eps.
Proof.
  intros Hd. pose proof (value_is_optimum d Hd) as [[f Hf] L].
  pose proof (value_lub d _ (simplex_centre d Hd)) as V. split.
  - intros [[f' Hf'] L']. replace eps with (value d (centre d)); [exact V|].
    apply Rle_antisym; [now apply (L eps f')|now apply (L' _ f)].
  - intros W. replace eps with (value d (centre d)); [split; [now exists f|exact L]|].
    destruct V as [U1 L1], W as [U2 L2]. apply Rle_antisym; [now apply L1|now apply L2].
Qed.
