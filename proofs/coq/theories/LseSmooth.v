(** LogSumExp is 1-smooth in the infinity norm and no better: its gradient, its Hessian, the variance that
    bounds the Hessian, and the constant at every temperature. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Converse Entropy LogSumExp LogSumExpSharp Scaling.
Open Scope R_scope.

(** A function has only one gradient. *)
Lemma gradient_unique d f g g' x i :
  has_gradient d f g -> has_gradient d f g' -> (i < d)%nat -> g x i = g' x i.
Proof.
  intros H H' Hi.
  pose proof (derivative_along d f g x (vertex i) 0 H) as A.
  pose proof (derivative_along d f g' x (vertex i) 0 H') as B.
  pose proof (uniqueness_limite _ _ _ _ A B) as E.
  replace (add x (scale 0 (vertex i))) with x in E
    by (apply functional_extensionality; intros j; unfold add, scale; ring).
  unfold dot in E.
  rewrite (sum_ext d (fun j => g x j * _) (fun j => vertex i j * g x j)) in E by (intros; ring).
  rewrite (sum_ext d (fun j => g' x j * _) (fun j => vertex i j * g' x j)) in E by (intros; ring).
  rewrite !sum_vertex in E by exact Hi. exact E.
Qed.

Lemma smooth_by_gradient d L f g : has_gradient d f g -> smooth_by d L f ->
  forall x y, norm1 d (sub (g x) (g y)) <= L * norm_inf d (sub x y).
Proof.
  intros H [g' [H' L']] x y. rewrite (norm1_ext d _ (sub (g' x) (g' y))); [apply L'|].
  intros i Hi. unfold sub. rewrite (gradient_unique d f g g' x i), (gradient_unique d f g g' y i); auto.
Qed.

(** The matrix diag(p) - p p'. *)
Definition softmax_matrix (p : vec) (i j : nat) : R := (if Nat.eqb i j then p i else 0) - p i * p j.

Lemma softmax_matrix_row d p v i : (i < d)%nat ->
  sum d (fun j => softmax_matrix p i j * v j) = p i * (v i - dot d p v).
Proof.
  intros Hi. unfold softmax_matrix.
  rewrite (sum_ext d _ (fun j => vertex i j * (p i * v j) - p i * (p j * v j))).
  - rewrite sum_minus, sum_scale, sum_vertex by exact Hi. unfold dot. ring.
  - intros j _. unfold vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j i); ring.
Qed.

(** For d >= 2: the gradient of LogSumExp is the softmax p; the Hessian (the derivative of the gradient along
    every line) is diag(p) - pp'; for |v_i| <= b the variance of v under p, which is v'(diag(p) - pp')v, is at
    most b^2. Hence t LSE(x/t) is convex and 1/t-smooth with respect to the infinity norm, and no smaller
    constant will do. *)
Theorem lse_smooth d : (2 <= d)%nat ->
  has_gradient d (lse d) (softmax d) /\
  (forall x v i, (i < d)%nat ->
    derivable_pt_lim (fun u => softmax d (add x (scale u v)) i) 0
      (sum d (fun j => softmax_matrix (softmax d x) i j * v j))) /\
  (forall p v b, simplex d p -> (forall i, (i < d)%nat -> Rabs (v i) <= b) ->
    variance d p v = sum d (fun i => v i * sum d (fun j => softmax_matrix p i j * v j)) /\
    0 <= variance d p v <= b ^ 2) /\
  forall t, 0 < t ->
    let f := fun x => t * lse d (scale (/ t) x) in
    convex d f /\ smooth_by d (/ t) f /\ forall L, smooth_by d L f -> / t <= L.
Proof.
  intros Hd. destruct (lse_gradient d ltac:(lia)) as [G L1].
  split; [exact G|]. split; [|split].
  - intros x v i Hi. pose proof (softmax_derivative d x v 0 i Hi) as D.
    rewrite softmax_matrix_row by exact Hi.
    replace (line x v 0) with x in D by (apply functional_extensionality; intros j; unfold line; ring).
    replace (fun u => softmax d (add x (scale u v)) i) with (fun u => softmax d (line x v u) i); [exact D|].
    reflexivity.
  - intros p v b Hp Hb. split.
    + rewrite <- variance_form. apply sum_ext. intros i Hi. now rewrite softmax_matrix_row.
    + pose proof (variance_bounds d p v (- b) b Hp) as V.
      replace (((b - - b) / 2) ^ 2) with (b ^ 2) in V by field. apply V. intros i Hi.
      apply abs_le_between. now apply Hb.
  - intros t Ht f. pose proof (smoothing_estimate d (ln (INR d)) (lse d)) as [E _].
    destruct (rescale_estimate d t 1 0 _ _ Ht (E (lse_smoothing d ltac:(lia)))) as (C & S & _).
    unfold Rdiv in S. rewrite Rmult_1_l in S. split; [exact C|]. split; [exact S|].
    intros L HL. apply (lse_sharp d t L Hd Ht).
    apply (smooth_by_gradient d L f (fun x => softmax d (scale (/ t) x))); [|exact HL].
    exact (rescale_gradient d t (lse d) (softmax d) Ht G).
Qed.

(** ** Without smoothness there is nothing to prove *)

Lemma lse_le_shift d x y b :
  (1 <= d)%nat -> (forall i, (i < d)%nat -> y i <= x i + b) -> lse d y <= lse d x + b.
Proof.
  intros Hd H. unfold lse. pose proof (sum_exp_pos d x Hd) as P.
  rewrite <- (ln_exp b) at 1. rewrite <- ln_mult by (exact P || apply exp_pos).
  apply ln_le_mono; [now apply sum_exp_pos|]. rewrite Rmult_comm, <- sum_scale. apply sum_le.
  intros i Hi. rewrite <- exp_plus. apply exp_le. specialize (H i Hi). lra.
Qed.

Lemma tempered_lipschitz d t x y : (1 <= d)%nat -> 0 < t ->
  Rabs (t * lse d (scale (/ t) x) - t * lse d (scale (/ t) y)) <= norm_inf d (sub x y).
Proof.
  intros Hd Ht.
  assert (H : forall x y, t * lse d (scale (/ t) y) <= t * lse d (scale (/ t) x) + norm_inf d (sub x y)).
  { clear x y. intros x y.
    pose proof (lse_le_shift d (scale (/ t) x) (scale (/ t) y) (/ t * norm_inf d (sub x y)) Hd) as S.
    apply (Rmult_le_compat_l t) in S; [| lra |].
    - replace (t * (lse d (scale (/ t) x) + / t * norm_inf d (sub x y)))
        with (t * lse d (scale (/ t) x) + norm_inf d (sub x y)) in S by (field; lra). exact S.
    - intros i Hi. unfold scale. rewrite <- Rmult_plus_distr_l.
      apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat|].
      pose proof (norm_inf_entry d (sub x y) i Hi) as N. apply abs_le_between in N.
      change (sub x y i) with (x i - y i) in N. lra. }
  pose proof (H x y) as A. pose proof (H y x) as B. rewrite norm_inf_sub_sym in B. apply Rabs_le. lra.
Qed.

(** For every eta > 0 and d >= 2 some t LSE(x/t) is a convex, differentiable over-estimate of the maximum,
    1-Lipschitz in the infinity norm, with gap at most eta. So no positive lower bound on the gap holds for
    functions that are only convex, differentiable and Lipschitz. *)
Theorem lipschitz_is_not_enough d : (2 <= d)%nat ->
  (forall eta, 0 < eta -> exists t, 0 < t /\
    let f := fun x => t * lse d (scale (/ t) x) in
    convex d f /\ (exists g, has_gradient d f g) /\
    (forall x y, Rabs (f x - f y) <= norm_inf d (sub x y)) /\
    (forall x, largest d x <= f x <= largest d x + eta)) /\
  (forall bound,
    (forall f g eps, convex d f -> has_gradient d f g ->
      (forall x y, Rabs (f x - f y) <= norm_inf d (sub x y)) ->
      (forall x, largest d x <= f x <= largest d x + eps) -> bound <= eps) ->
    bound <= 0).
Proof.
  intros Hd. assert (L : 0 < ln (INR d)).
  { rewrite <- ln_1. apply ln_increasing; [lra|]. apply (lt_INR 1). lia. }
  assert (A : forall eta, 0 < eta -> exists t, 0 < t /\
    let f := fun x => t * lse d (scale (/ t) x) in
    convex d f /\ (exists g, has_gradient d f g) /\
    (forall x y, Rabs (f x - f y) <= norm_inf d (sub x y)) /\
    (forall x, largest d x <= f x <= largest d x + eta)).
  { intros eta He. exists (eta / ln (INR d)).
    assert (T : 0 < eta / ln (INR d)) by (now apply Rdiv_lt_0_compat). split; [exact T|]. intros f.
    destruct (lse_smooth d Hd) as (_ & _ & _ & S). destruct (S _ T) as (C & (g & G & _) & _).
    split; [exact C|]. split; [now exists g|]. split.
    - intros x y. apply tempered_lipschitz; [lia|exact T].
    - intros x. pose proof (lse_gap d _ x Hd T) as [Gap _].
      replace (eta / ln (INR d) * ln (INR d)) with eta in Gap by (field; lra). unfold f. lra. }
  split; [exact A|]. intros b H. apply Rnot_lt_le. intros Hb.
  destruct (A (b / 2) ltac:(lra)) as (t & Ht & C & (g & G) & Lip & Gap).
  pose proof (H _ g (b / 2) C G Lip Gap). lra.
Qed.
