(** The conjugate of a strongly convex function on the simplex is convex, differentiable and 1-smooth: a
    strongly convex h with values in [-e, 0] gives an e-smoothing of the maximum. *)

From Coq Require Import Reals Lra Lia Arith Classical.
From TightMax Require Import Vectors Smoothing Jensen Conjugate.
Open Scope R_scope.

(** ** The supremum as a total function *)

Definition decide (P : Prop) : {P} + {~ P} :=
  match ClassicalDedekindReals.sig_not_dec P with
  | left H => left (NNPP P H)
  | right H => right H
  end.

(** The least upper bound of a set of numbers, 0 if there is none. *)
Definition supremum (E : R -> Prop) : R :=
  match decide (bound E /\ exists r, E r) with
  | left H => proj1_sig (completeness E (proj1 H) (proj2 H))
  | right _ => 0
  end.

Lemma supremum_lub E : bound E -> (exists r, E r) -> is_lub E (supremum E).
Proof.
  intros Hb Hn. unfold supremum. destruct (decide _) as [H|H]; [|tauto].
  exact (proj2_sig (completeness E (proj1 H) (proj2 H))).
Qed.

(** The conjugate of h, as a function on the simplex: the supremum of <a, x> - h(a). *)
Definition conj (d : nat) (h : vec -> R) (x : vec) : R :=
  supremum (fun r => exists a, simplex d a /\ r = dot d a x - h a).

(** Bounded below on the simplex. *)
Definition bounded_below (d : nat) (h : vec -> R) : Prop :=
  exists b, forall a, simplex d a -> b <= h a.

(** a misses the supremum by at most eta. *)
Definition near_optimal (d : nat) (h : vec -> R) (x : vec) (eta : R) (a : vec) : Prop :=
  simplex d a /\ conj d h x - eta <= dot d a x - h a.

(** The gradient of the conjugate: for small eta all points a that are near the optimum have nearly the same
    entry i, and this is the least upper bound of the numbers that in the end stay below it. *)
Definition conj_gradient (d : nat) (h : vec -> R) (x : vec) : vec := fun i =>
  supremum (fun r => exists eta, 0 < eta /\ forall a, near_optimal d h x eta a -> r <= a i).

(** ** Sums against a point *)

Lemma dot_mix_r d s a x y : dot d a (mix s x y) = (1 - s) * dot d a x + s * dot d a y.
Proof.
  unfold dot, mix. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros. ring.
Qed.

Lemma dot_sub_r d a x y : dot d a (sub x y) = dot d a x - dot d a y.
Proof. unfold dot, sub. rewrite <- sum_minus. apply sum_ext. intros. ring. Qed.

Lemma norm_inf_sub_sym d a b : norm_inf d (sub a b) = norm_inf d (sub b a).
Proof.
  induction d as [|d IH]; [reflexivity|]. cbn [norm_inf]. rewrite IH. unfold sub at 2 4.
  now rewrite Rabs_minus_sym.
Qed.

Lemma norm1_sub_triangle d a b c : norm1 d (sub a c) <= norm1 d (sub a b) + norm1 d (sub b c).
Proof.
  unfold norm1. rewrite <- sum_plus. apply sum_le. intros i _. unfold sub.
  replace (a i - c i) with ((a i - b i) + (b i - c i)) by ring. apply Rabs_triang.
Qed.

Lemma entry_le_norm1 d x i : (i < d)%nat -> Rabs (x i) <= norm1 d x.
Proof. intros Hi. apply (sum_term_le d (fun i => Rabs (x i))); [intros; apply Rabs_pos|exact Hi]. Qed.

(** Two points of the simplex are at most 2 apart. *)
Lemma norm1_simplex d a b : simplex d a -> simplex d b -> norm1 d (sub a b) <= 2.
Proof.
  intros [Ha Sa] [Hb Sb]. replace 2 with (sum d (fun i => a i + b i)) by (rewrite sum_plus; lra).
  apply sum_le. intros i Hi. unfold sub. specialize (Ha i Hi). specialize (Hb i Hi).
  apply Rabs_le. lra.
Qed.

Lemma abs_le_between r b : Rabs r <= b -> - b <= r <= b.
Proof.
  intros H. pose proof (Rle_abs r). pose proof (Rle_abs (- r)) as H'. rewrite Rabs_Ropp in H'. lra.
Qed.

(** ** The supremum is one *)

Lemma conj_lub d h x : (1 <= d)%nat -> bounded_below d h ->
  is_lub (fun r => exists a, simplex d a /\ r = dot d a x - h a) (conj d h x).
Proof.
  intros Hd [b Hb]. apply supremum_lub.
  - exists (largest d x - b). intros r (a & Ha & ->). pose proof (dot_le_largest d a x Ha).
    specialize (Hb a Ha). lra.
  - exists (dot d (vertex 0) x - h (vertex 0)), (vertex 0). split; [now apply simplex_vertex|reflexivity].
Qed.

Section Conjugate.

Variables (d : nat) (h : vec -> R).
Hypotheses (Hd : (1 <= d)%nat) (Hb : bounded_below d h).

Lemma conj_above x a : simplex d a -> dot d a x - h a <= conj d h x.
Proof. intros Ha. apply (proj1 (conj_lub d h x Hd Hb)). now exists a. Qed.

Lemma conj_least x b : (forall a, simplex d a -> dot d a x - h a <= b) -> conj d h x <= b.
Proof. intros H. apply (proj2 (conj_lub d h x Hd Hb)). intros r (a & Ha & ->). now apply H. Qed.

Lemma near_optimal_exists x eta : 0 < eta -> exists a, near_optimal d h x eta a.
Proof.
  intros He. apply NNPP. intros Hn. cut (conj d h x <= conj d h x - eta); [lra|].
  apply conj_least. intros a Ha. destruct (Rle_or_lt (dot d a x - h a) (conj d h x - eta)); [assumption|].
  exfalso. apply Hn. exists a. split; [assumption|lra].
Qed.

Lemma conj_convex : convex d (conj d h).
Proof.
  intros x y s Hs. apply conj_least. intros a Ha. rewrite dot_mix_r.
  pose proof (Rmult_le_compat_l (1 - s) _ _ ltac:(lra) (conj_above x a Ha)).
  pose proof (Rmult_le_compat_l s _ _ ltac:(lra) (conj_above y a Ha)). lra.
Qed.

Hypothesis Hs : strongly_convex d h.

(** What strong convexity says of a point near the optimum and any other point. *)
Lemma near_optimal_growth x eta a c s : near_optimal d h x eta a -> simplex d c -> 0 <= s <= 1 ->
  s * (dot d c x - h c) + s * (1 - s) / 2 * norm1 d (sub a c) ^ 2 <= s * conj d h x + (1 - s) * eta.
Proof.
  intros [Ha Ho] Hc H. pose proof (Hs a c s Ha Hc H) as Hm.
  pose proof (conj_above x _ (simplex_mix d s a c Ha Hc H)) as Hu. rewrite dot_mix_l in Hu.
  pose proof (Rmult_le_compat_l (1 - s) _ _ ltac:(lra) Ho). lra.
Qed.

Lemma near_optimal_close x eta a c :
  near_optimal d h x eta a -> near_optimal d h x eta c -> norm1 d (sub a c) ^ 2 <= 8 * eta.
Proof.
  intros Ha Hc. pose proof (near_optimal_growth x eta a c (/ 2) Ha (proj1 Hc) ltac:(lra)).
  destruct Hc as [_ Hc]. lra.
Qed.

Lemma near_optimal_weaken x eta eta' a :
  eta <= eta' -> near_optimal d h x eta a -> near_optimal d h x eta' a.
Proof. intros H [H1 H2]. split; [assumption|lra]. Qed.

(** The gradient is the limit of the points near the optimum. *)
Lemma conj_gradient_entry x eta w a i : 0 < eta -> 0 <= w -> 8 * eta <= w ^ 2 -> (i < d)%nat ->
  near_optimal d h x eta a -> Rabs (a i - conj_gradient d h x i) <= w.
Proof.
  intros He Hw Hw2 Hi Ha.
  assert (close : forall b, near_optimal d h x eta b -> Rabs (a i - b i) <= w).
  { intros b Hb'. eapply Rle_trans; [exact (entry_le_norm1 d (sub a b) i Hi)|].
    apply Rsqr_incr_0; [rewrite 2 Rsqr_pow2|apply norm1_nonneg|exact Hw].
    pose proof (near_optimal_close x eta a b Ha Hb'). lra. }
  assert (below : forall r, (exists eta', 0 < eta' /\ forall b, near_optimal d h x eta' b -> r <= b i) ->
      r <= a i + w).
  { intros r (eta' & He' & Hr).
    destruct (near_optimal_exists x (Rmin eta eta')) as [b Hb']; [now apply Rmin_glb_lt|].
    pose proof (Hr b (near_optimal_weaken x _ _ b (Rmin_r _ _) Hb')).
    pose proof (close b (near_optimal_weaken x _ _ b (Rmin_l _ _) Hb')) as Hab.
    apply abs_le_between in Hab. lra. }
  assert (inside : exists eta', 0 < eta' /\ forall b, near_optimal d h x eta' b -> a i - w <= b i).
  { exists eta. split; [assumption|]. intros b Hb'. pose proof (close b Hb') as Hab.
    apply abs_le_between in Hab. lra. }
  destruct (supremum_lub (fun r => exists eta', 0 < eta' /\ forall b, near_optimal d h x eta' b -> r <= b i))
    as [Hup Hleast].
  - exists (a i + w). exact below.
  - exists (a i - w). exact inside.
  - apply Rabs_le. unfold conj_gradient. pose proof (Hup _ inside). pose proof (Hleast _ below). lra.
Qed.

(** Points of the simplex as near the optimum, and as near the gradient, as one likes. *)
Lemma conj_gradient_approx x delta : 0 < delta ->
  exists a, near_optimal d h x delta a /\ norm1 d (sub a (conj_gradient d h x)) <= delta.
Proof.
  intros Hdelta. assert (Hn : 0 < INR d) by (apply lt_0_INR; lia).
  set (w := delta / INR d). assert (Hw : 0 < w) by (apply Rdiv_lt_0_compat; assumption).
  set (eta := Rmin delta (w ^ 2 / 8)).
  assert (Hw2 : 0 < w ^ 2) by (apply pow_lt; exact Hw).
  assert (He : 0 < eta) by (apply Rmin_glb_lt; lra).
  destruct (near_optimal_exists x eta He) as [a Ha]. exists a. split.
  - eapply near_optimal_weaken; [|exact Ha]. apply Rmin_l.
  - replace delta with (INR d * w) by (unfold w; field; lra). rewrite <- sum_const. apply sum_le.
    intros i Hi. apply (conj_gradient_entry x eta); try assumption; [lra|].
    pose proof (Rmin_r delta (w ^ 2 / 8)). fold eta in H. lra.
Qed.

(** The two inequalities in the limit: the gradient is a subgradient, and the conjugate exceeds what any other
    point gives by half the squared distance to the gradient. *)
Lemma conj_subgradient x y : conj d h x + dot d (conj_gradient d h x) (sub y x) <= conj d h y.
Proof.
  apply limit_at_zero with (1 + norm_inf d (sub y x)). intros delta Hdelta.
  destruct (conj_gradient_approx x delta) as (a & [Ha Ho] & Hn); [lra|].
  pose proof (conj_above y a Ha).
  pose proof (dot_le d (sub (conj_gradient d h x) a) (sub y x)) as Hdot.
  rewrite norm1_sub_sym in Hdot. rewrite dot_sub_l, dot_sub_r, (dot_sub_r d a) in Hdot.
  rewrite dot_sub_r.
  pose proof (Rmult_le_compat_r _ _ _ (norm_inf_nonneg d (sub y x)) Hn). lra.
Qed.

Lemma square_le_shift p n delta :
  0 <= p -> 0 <= n <= 2 -> 0 < delta < 1 -> p <= n + delta -> p ^ 2 <= n ^ 2 + 5 * delta.
Proof.
  intros Hp Hn Hdelta H. pose proof (Rmult_le_compat p (n + delta) p (n + delta) Hp Hp H H).
  pose proof (Rmult_le_compat_r delta n 2 ltac:(lra) ltac:(lra)).
  pose proof (Rmult_le_compat_r delta delta 1 ltac:(lra) ltac:(lra)). lra.
Qed.

Lemma conj_growth x c : simplex d c ->
  dot d c x - h c + / 2 * norm1 d (sub c (conj_gradient d h x)) ^ 2 <= conj d h x.
Proof.
  intros Hc. apply limit_at_zero with 6. intros delta Hdelta.
  assert (Hsq : 0 < delta * delta <= delta).
  { split; [apply Rmult_lt_0_compat; lra|]. pose proof (Rmult_le_compat_l delta delta 1). lra. }
  destruct (conj_gradient_approx x (delta * delta)) as (a & Ha & Hn); [lra|].
  pose proof (near_optimal_growth x _ a c delta Ha Hc ltac:(lra)) as Hg.
  pose proof (norm1_sub_triangle d c a (conj_gradient d h x)) as Ht.
  rewrite (norm1_sub_sym d c a) in Ht.
  pose proof (norm1_simplex d a c (proj1 Ha) Hc) as H2. pose proof (norm1_nonneg d (sub a c)) as H0.
  pose proof (norm1_nonneg d (sub c (conj_gradient d h x))) as Hp.
  set (n := norm1 d (sub a c)) in *. set (p := norm1 d (sub c (conj_gradient d h x))) in *.
  pose proof (square_le_shift p n delta Hp (Logic.conj H0 H2) Hdelta ltac:(lra)) as Hpn.
  assert (Hdiv : dot d c x - h c + (1 - delta) / 2 * n ^ 2 <= conj d h x + delta).
  { apply (Rmult_le_reg_l delta); [lra|]. pose proof (Rmult_lt_0_compat delta (delta * delta)). lra. }
  assert (n ^ 2 <= 4) by (pose proof (Rmult_le_compat n 2 n 2 H0 H0 H2 H2); lra).
  pose proof (Rmult_le_compat_l delta _ _ ltac:(lra) H). lra.
Qed.

(** The gradient is 1-Lipschitz from the infinity norm to the l1 norm. *)
Lemma conj_gradient_lipschitz x y :
  norm1 d (sub (conj_gradient d h x) (conj_gradient d h y)) <= norm_inf d (sub x y).
Proof.
  set (p := conj_gradient d h x). set (q := conj_gradient d h y).
  set (n := norm1 d (sub p q)). set (r := norm_inf d (sub x y)).
  assert (Hn : 0 <= n) by apply norm1_nonneg. assert (Hr : 0 <= r) by apply norm_inf_nonneg.
  cut (n * n <= n * r).
  { intros H. destruct (Req_dec n 0) as [->|]; [exact Hr|]. apply (Rmult_le_reg_l n); lra. }
  apply limit_at_zero with (2 + 2 * n + 2 * r). intros delta Hdelta.
  destruct (conj_gradient_approx x delta) as (a & [Ha Hoa] & Hna); [lra|].
  destruct (conj_gradient_approx y delta) as (b & [Hb' Hob] & Hnb); [lra|].
  fold p in Hna. fold q in Hnb.
  pose proof (conj_growth x b Hb') as Hx. pose proof (conj_growth y a Ha) as Hy. fold p in Hx. fold q in Hy.
  pose proof (dot_le d (sub a b) (sub x y)) as Hdot. rewrite dot_sub_l, 2 dot_sub_r in Hdot. fold r in Hdot.
  pose proof (norm1_sub_triangle d p b q) as Tb. pose proof (norm1_sub_triangle d p a q) as Ta.
  pose proof (norm1_sub_triangle d a p b) as Tab. pose proof (norm1_sub_triangle d p q b) as Tq.
  rewrite (norm1_sub_sym d p b) in Tb, Tq, Tab. rewrite (norm1_sub_sym d p a) in Ta.
  rewrite (norm1_sub_sym d q b) in Tq. fold n in Ta, Tb, Tq.
  set (A := norm1 d (sub a q)) in *. set (B := norm1 d (sub b p)) in *.
  pose proof (pow2_ge_0 (A - n)). pose proof (pow2_ge_0 (B - n)).
  pose proof (Rmult_le_compat_l n (n - delta) A Hn ltac:(lra)).
  pose proof (Rmult_le_compat_l n (n - delta) B Hn ltac:(lra)).
  pose proof (Rmult_le_compat_r r (norm1 d (sub a b)) (n + 2 * delta) Hr ltac:(lra)). lra.
Qed.

Lemma conj_has_gradient : has_gradient d (conj d h) (conj_gradient d h).
Proof.
  intros x eta He. exists eta. split; [exact He|]. intros y Hy.
  pose proof (conj_subgradient x y) as Hxy. pose proof (conj_subgradient y x) as Hyx.
  pose proof (dot_le d (sub (conj_gradient d h y) (conj_gradient d h x)) (sub y x)) as Hdot.
  pose proof (conj_gradient_lipschitz y x) as Hl. pose proof (norm_inf_nonneg d (sub y x)) as H0.
  rewrite dot_sub_l in Hdot. rewrite dot_sub_r in Hxy, Hyx. rewrite dot_sub_r. rewrite 2 dot_sub_r in Hdot.
  pose proof (Rmult_le_compat_r _ _ _ H0 Hl). pose proof (Rmult_le_compat_r _ _ _ H0 (Rlt_le _ _ Hy)).
  apply Rabs_le. lra.
Qed.

Lemma conj_smooth : smooth d (conj d h).
Proof. exists (conj_gradient d h). split; [exact conj_has_gradient|exact conj_gradient_lipschitz]. Qed.

End Conjugate.

(** A function that is 1-strongly convex in the l1 norm on the simplex and has its values there in [-e, 0]:
    its conjugate is an e-smoothing of the maximum. *)
Theorem smoothing_of_strongly_convex d e h : (1 <= d)%nat -> on_first d h -> strongly_convex d h ->
  (forall x, simplex d x -> - e <= h x <= 0) -> smoothing d e (conj d h).
Proof.
  intros Hd _ Hs Hr. assert (Hb : bounded_below d h) by (exists (- e); intros a Ha; now apply Hr).
  split; [now apply conj_convex|]. split; [now apply conj_smooth|]. intros x. split.
  - destruct (largest_attained d x Hd) as (i & Hi & ->). pose proof (simplex_vertex d i Hi) as Hv.
    pose proof (conj_above d h Hd Hb x _ Hv) as H. unfold dot in H. rewrite sum_vertex in H by exact Hi.
    specialize (Hr _ Hv). lra.
  - apply conj_least; [assumption..|]. intros a Ha. pose proof (dot_le_largest d a x Ha).
    specialize (Hr a Ha). lra.
Qed.

Corollary smoothing_exists d e h : (1 <= d)%nat -> on_first d h -> strongly_convex d h ->
  (forall x, simplex d x -> - e <= h x <= 0) -> exists f, smoothing d e f.
Proof. intros. exists (conj d h). now apply smoothing_of_strongly_convex. Qed.
