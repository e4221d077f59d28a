(** What the hypotheses on the noise are for: bounded noise leaves a maximiser that never changes, and Cauchy noise an
    infinite mean. *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Rising Vectors Smoothing Conjugate Entropy Gradients MeanValue PerturbedMaximum.
Open Scope R_scope.

(** ** Two scores and noise in [-1, 1] *)

Section Bounded.
Context {W : Type} (P : mean_value W).
Variables (Z : W -> vec) (eps : R).
Hypothesis He : 0 < eps.
Hypothesis HZ : forall i, (i < 2)%nat -> integrable P (fun w => Z w i).
Hypothesis Bound : forall w i, (i < 2)%nat -> -1 <= Z w i <= 1.
Variables (i j : nat).
Hypotheses (Hi : (i < 2)%nat) (Hj : (j < 2)%nat) (Hij : i <> j).

(** The value of a score is its inner product with the vertex. *)
Lemma dot_of_vertex k x : (k < 2)%nat -> dot 2 (vertex k) x = x k.
Proof. intros Hk. apply (sum_vertex 2 k x Hk). Qed.

(** A score that is greater by more than 2 eps stays the greater. *)
Lemma greater_stays theta w : theta j + 2 * eps < theta i -> noisy eps theta (Z w) j < noisy eps theta (Z w) i.
Proof.
  intros H. pose proof (Bound w i Hi) as A. pose proof (Bound w j Hj) as B. unfold noisy, add, scale.
  assert (C : eps * (Z w j - Z w i) <= eps * 2) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma value_of_greater x : x j <= x i -> best_value 2 2 vertex x = x i.
Proof.
  intros H. apply Rle_antisym.
  - destruct (value_attained 2 2 vertex ltac:(lia) x) as (k & Hk & ->). rewrite dot_of_vertex by exact Hk.
    destruct (Nat.eq_dec k i) as [->|N]; [lra|]. replace k with j by lia. exact H.
  - rewrite <- (dot_of_vertex i x Hi). now apply value_above.
Qed.

Lemma best_of_greater x k : x j < x i -> is_best 2 2 vertex x k -> k = i.
Proof.
  intros H [Hk E]. rewrite value_of_greater, dot_of_vertex in E by (exact Hk || lra).
  destruct (Nat.eq_dec k i) as [->|N]; [reflexivity|]. replace k with j in E by lia. lra.
Qed.

(** So the mean of the maximiser is the vertex, and the excess is eps E Z_i. *)
Lemma mean_of_greater theta best : theta j + 2 * eps < theta i -> best_choice P 2 2 vertex Z eps theta best ->
  (forall w, best w = i) /\ forall l, mean_point P vertex best l = vertex i l.
Proof.
  intros H [_ B].
  assert (E : forall w, best w = i) by (intros w; apply (best_of_greater _ _ (greater_stays theta w H)), B).
  split; [exact E|]. intros l. unfold mean_point. rewrite (mean_ext P _ (fun _ => vertex i l)); [apply mean_const|].
  intros w. now rewrite E.
Qed.

Lemma excess_of_greater theta : theta j + 2 * eps < theta i ->
  noisy_value P 2 2 vertex Z eps theta - best_value 2 2 vertex theta = eps * mean P (fun w => Z w i).
Proof.
  intros H. rewrite (value_of_greater theta) by lra. unfold noisy_value.
  rewrite (mean_ext P _ (fun w => theta i * 1 + eps * Z w i)).
  - rewrite mean_of_linear by (apply integrable_const || now apply HZ). rewrite mean_const. ring.
  - intros w. rewrite value_of_greater by (left; now apply greater_stays). unfold noisy, add, scale. ring.
Qed.

(** Nearby the same score is the greater by more than 2 eps, so the Jacobian is 0. *)
Lemma jacobian_of_greater theta (best : vec -> W -> nat) l : theta j + 2 * eps < theta i ->
  (forall s, best_choice P 2 2 vertex Z eps s (best s)) ->
  gradient_at 2 (fun s => mean_point P vertex (best s) l) theta zero.
Proof.
  intros H B. set (r := (theta i - theta j - 2 * eps) / 2). assert (Hr : 0 < r) by (unfold r; lra).
  apply (gradient_of_affine 2 _ theta zero r Hr). intros s Hs.
  pose proof (norm_inf_entry 2 (sub s theta) i Hi) as A. pose proof (norm_inf_entry 2 (sub s theta) j Hj) as C.
  assert (A' : Rabs (sub s theta i) < r) by lra. assert (C' : Rabs (sub s theta j) < r) by lra.
  apply Rabs_def2 in A', C'. unfold sub in A', C'.
  rewrite (proj2 (mean_of_greater s (best s) ltac:(unfold r in *; lra) (B s))).
  rewrite (proj2 (mean_of_greater theta (best theta) H (B theta))).
  unfold dot, zero. cbn [sum]. ring.
Qed.
End Bounded.

(** ** Cauchy noise *)

Definition cauchy (z : R) : R := / (PI * (1 + z ^ 2)).

(** The mean of G under Cauchy noise is infinite: the integrals over [a, b] exceed every bound. *)
Definition cauchy_mean_infinite (G : R -> R) : Prop := forall K, exists c, forall a b, a <= 0 -> c <= b ->
  ex_RInt (fun z => G z * cauchy z) a b /\ K < RInt (fun z => G z * cauchy z) a b.

Lemma one_plus_square z : 0 < 1 + z ^ 2.
Proof. pose proof (pow2_ge_0 z) as P. lra. Qed.

(** A positive density with total mass 1, and |nu'| <= 1 for nu = -ln of it. *)
Lemma cauchy_density z : 0 < cauchy z /\ is_derive (fun z => - ln (cauchy z)) z (2 * z / (1 + z ^ 2)) /\
  Rabs (2 * z / (1 + z ^ 2)) <= 1.
Proof.
  pose proof (one_plus_square z) as Q. pose proof PI_RGT_0 as P.
  assert (C : 0 < cauchy z) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption). split; [exact C|]. split.
  - apply (is_derive_ext (fun z => ln PI + ln (1 + z ^ 2))).
    + intros s. pose proof (one_plus_square s) as S. unfold cauchy.
      change (ln PI + ln (1 + s ^ 2) = - ln (/ (PI * (1 + s ^ 2)))).
      rewrite ln_Rinv, ln_mult by (assumption || now apply Rmult_lt_0_compat). ring.
    + auto_derive; [exact Q|]. field. lra.
  - pose proof (pow2_ge_0 (z - 1)) as A. pose proof (pow2_ge_0 (z + 1)) as B.
    apply Rabs_le. split; apply (Rmult_le_reg_r (1 + z ^ 2)); try exact Q; unfold Rdiv;
      rewrite ?Rmult_assoc, ?Rinv_l, ?Rmult_1_r by lra; lra.
Qed.

(** Its derivative exists, too. *)
Lemma cauchy_differentiable z : ex_derive cauchy z.
Proof.
  pose proof (one_plus_square z) as Q. pose proof PI_RGT_0 as P. unfold cauchy. auto_derive.
  apply Rgt_not_eq, Rmult_lt_0_compat; lra.
Qed.

(** The maximum of 0 and a line is continuous. *)
Lemma integrand_continuous theta eps z : continuous (fun z => Rmax 0 (theta + eps * z) * cauchy z) z.
Proof.
  apply (continuous_ext (fun z => / 2 * ((theta + eps * z) + Rabs (theta + eps * z)) * cauchy z)).
  - intros s.
    change (/ 2 * ((theta + eps * s) + Rabs (theta + eps * s)) * cauchy s = Rmax 0 (theta + eps * s) * cauchy s).
    f_equal. unfold Rmax.
    destruct (Rle_dec 0 (theta + eps * s)); [rewrite Rabs_pos_eq by lra|rewrite Rabs_left1 by lra]; lra.
  - apply (continuous_mult (fun z => / 2 * ((theta + eps * z) + Rabs (theta + eps * z))) cauchy).
    + apply (continuous_mult (fun _ => / 2) (fun z => (theta + eps * z) + Rabs (theta + eps * z)));
        [apply continuous_const|].
      assert (L : continuous (fun z => theta + eps * z) z)
        by (apply (ex_derive_continuous (fun z => theta + eps * z)); auto_derive; trivial).
      apply (continuous_plus (fun z => theta + eps * z) (fun z => Rabs (theta + eps * z))); [exact L|].
      apply (continuous_comp (fun z => theta + eps * z) Rabs); [exact L|]. apply continuous_Rabs.
    + apply (ex_derive_continuous cauchy), cauchy_differentiable.
Qed.

(** Far out the line is above half of its rise, and ln(1 + z^2) has no upper bound. *)
Theorem cauchy_infinite theta eps : 0 < eps -> cauchy_mean_infinite (fun z => Rmax 0 (theta + eps * z)).
Proof.
  intros He K. pose proof PI_RGT_0 as P. set (g := fun z => Rmax 0 (theta + eps * z) * cauchy z).
  set (c := 2 * Rabs theta / eps). set (q := eps / (4 * PI)).
  assert (Hq : 0 < q) by (apply Rdiv_lt_0_compat; lra).
  assert (Hc : 0 <= c) by (apply Rle_mult_inv_pos; [pose proof (Rabs_pos theta); lra|exact He]).
  set (A := fun z => q * ln (1 + z ^ 2)).
  assert (I : forall u v, ex_RInt g u v).
  { intros u v. apply (ex_RInt_continuous g). intros z _. apply integrand_continuous. }
  assert (Pos : forall z, 0 <= g z).
  { intros z. apply Rmult_le_pos; [apply Rmax_l|left; apply cauchy_density]. }
  set (top := Rabs K / q + ln (1 + c ^ 2) + 1).
  exists (Rmax c (exp top)). intros a b Ha Hb. split; [apply I|].
  pose proof (Rmax_l c (exp top)) as M1. pose proof (Rmax_r c (exp top)) as M2. pose proof (exp_pos top) as Pe.
  (* from c on *)
  assert (IA : is_RInt (fun z => q * (2 * z / (1 + z ^ 2))) c b (A b - A c)).
  { apply (is_RInt_derive A).
    - intros z _. unfold A. pose proof (one_plus_square z) as Q. auto_derive; [exact Q|]. field. lra.
    - intros z _. apply (ex_derive_continuous (fun z => q * (2 * z / (1 + z ^ 2)))).
      pose proof (one_plus_square z) as Q. auto_derive. lra. }
  assert (L : A b - A c <= RInt g c b).
  { rewrite <- (is_RInt_unique _ _ _ _ IA). apply RInt_le; [lra|eexists; exact IA|apply I|]. intros z Hz.
    pose proof (one_plus_square z) as Q. unfold g, cauchy, q.
    replace (eps / (4 * PI) * (2 * z / (1 + z ^ 2))) with (eps * z / 2 * / (PI * (1 + z ^ 2))) by (field; lra).
    apply Rmult_le_compat_r; [left; apply cauchy_density|]. apply Rle_trans with (theta + eps * z); [|apply Rmax_r].
    assert (X : eps * c <= eps * z) by (apply Rmult_le_compat_l; lra).
    replace (eps * c) with (2 * Rabs theta) in X by (unfold c; field; lra).
    pose proof (Rle_abs (- theta)) as Y. rewrite Rabs_Ropp in Y. lra. }
  (* before c *)
  assert (N : 0 <= RInt g a c).
  { replace 0 with (RInt (fun _ => 0) a c) by (rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; ring).
    apply RInt_le; [lra|apply ex_RInt_const|apply I|]. intros z _. apply Pos. }
  rewrite <- (RInt_Chasles g a c b (I a c) (I c b)). unfold plus; simpl.
  enough (K < A b - A c) by lra. unfold A. rewrite <- Rmult_minus_distr_l.
  assert (B : top <= ln (1 + b ^ 2)).
  { rewrite <- (ln_exp top). apply ln_le_mono; [exact Pe|]. pose proof (pow2_ge_0 (b - 1)) as X. simpl in *. lra. }
  apply Rle_lt_trans with (Rabs K); [apply Rle_abs|]. apply Rlt_le_trans with (q * (Rabs K / q + 1)).
  - replace (q * (Rabs K / q + 1)) with (Rabs K + q) by (field; lra). lra.
  - apply Rmult_le_compat_l; [lra|]. unfold top in B. lra.
Qed.

(** The total mass of the Cauchy density is 1. *)
Lemma cauchy_mass : is_RInt_gen cauchy (Rbar_locally m_infty) (Rbar_locally p_infty) 1.
Proof.
  pose proof PI_RGT_0 as P. set (A := fun z => / PI * atan z).
  assert (D : forall z : R, is_derive A z (cauchy z)).
  { intros z. apply is_derive_Reals. unfold A, cauchy. pose proof (one_plus_square z) as Q.
    replace (/ (PI * (1 + z ^ 2))) with (/ PI * / (1 + z ^ 2)) by (field; lra).
    apply (derivable_pt_lim_scal atan). apply derivable_pt_lim_atan. }
  assert (Tail : forall e z, 0 < e -> tan (PI / 2 - Rmin e (PI / 4)) < z -> Rabs (atan z - PI / 2) < e).
  { intros e z He Hz. set (r := Rmin e (PI / 4)) in *. assert (R1 : r <= e) by apply Rmin_l.
    assert (R2 : r <= PI / 4) by apply Rmin_r. assert (R0 : 0 < r) by (apply Rmin_pos; lra).
    apply atan_increasing in Hz. rewrite atan_tan in Hz by lra. pose proof (atan_bound z) as B. apply Rabs_def1; lra. }
  replace 1 with (/ PI * (PI / 2) - / PI * (- (PI / 2))) by (field; lra).
  apply (is_RInt_gen_ext (Derive A)).
  { apply filter_forall. intros ab z _. apply is_derive_unique, D. }
  apply is_RInt_gen_Derive.
  - apply filter_forall. intros ab z _. exists (cauchy z). apply D.
  - apply filter_forall. intros ab z _. apply (continuous_ext cauchy); [intros s; symmetry; apply is_derive_unique, D|].
    apply (ex_derive_continuous cauchy), cauchy_differentiable.
  - apply filterlim_locally. intros e. assert (Hpe : 0 < PI * e) by (apply Rmult_lt_0_compat; [lra|apply cond_pos]).
    exists (- tan (PI / 2 - Rmin (PI * e) (PI / 4))). intros z Hz.
    change (Rabs (/ PI * atan z - / PI * - (PI / 2)) < e).
    pose proof (Tail (PI * e) (- z) Hpe ltac:(lra)) as T. rewrite atan_opp in T.
    rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq (/ PI)) by (left; now apply Rinv_0_lt_compat).
    rewrite <- Rabs_Ropp. replace (- (atan z - - (PI / 2))) with (- atan z - PI / 2) by ring.
    apply (Rmult_lt_reg_l PI); [exact P|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. exact T.
  - apply filterlim_locally. intros e. assert (Hpe : 0 < PI * e) by (apply Rmult_lt_0_compat; [lra|apply cond_pos]).
    exists (tan (PI / 2 - Rmin (PI * e) (PI / 4))). intros z Hz. change (Rabs (/ PI * atan z - / PI * (PI / 2)) < e).
    pose proof (Tail (PI * e) z Hpe Hz) as T.
    rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq (/ PI)) by (left; now apply Rinv_0_lt_compat).
    apply (Rmult_lt_reg_l PI); [exact P|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. exact T.
Qed.

(** Two scores, noise of entries in [-1, 1], and one score greater than the other by more than 2 eps: it is the only
    best one, the mean of the maximiser is its vertex, the Jacobian of that is 0, and F_eps - F is eps times the mean of
    its noise. Cauchy noise has a positive differentiable density e^-nu of total mass 1 with |nu'| <= 1, but the mean of
    max(Z, 0) is infinite, and so, for Y = {0, 1}, is F_eps at every theta. *)
Theorem noise_hypotheses :
  (forall W (P : mean_value W) (Z : W -> vec) eps i j, 0 < eps ->
    (forall k, (k < 2)%nat -> integrable P (fun w => Z w k)) -> (forall w k, (k < 2)%nat -> -1 <= Z w k <= 1) ->
    (i < 2)%nat -> (j < 2)%nat -> i <> j -> forall theta, 2 * eps < theta i - theta j ->
    (forall w k, is_best 2 2 vertex (noisy eps theta (Z w)) k <-> k = i) /\
    noisy_value P 2 2 vertex Z eps theta - best_value 2 2 vertex theta = eps * mean P (fun w => Z w i) /\
    forall best : vec -> W -> nat, (forall s, best_choice P 2 2 vertex Z eps s (best s)) ->
      (forall l, mean_point P vertex (best theta) l = vertex i l) /\
      forall l, gradient_at 2 (fun s => mean_point P vertex (best s) l) theta zero) /\
  is_RInt_gen cauchy (Rbar_locally m_infty) (Rbar_locally p_infty) 1 /\
  (forall z, 0 < cauchy z /\ ex_derive cauchy z /\ is_derive (fun z => - ln (cauchy z)) z (2 * z / (1 + z ^ 2)) /\
    Rabs (2 * z / (1 + z ^ 2)) <= 1) /\
  cauchy_mean_infinite (fun z => Rmax 0 z) /\
  forall theta eps, 0 < eps -> cauchy_mean_infinite (fun z => Rmax 0 (theta + eps * z)).
Proof.
  split; [|split; [exact cauchy_mass|split; [|split]]].
  - intros W P Z eps i j He HZ Bound Hi Hj Hij theta H. assert (H' : theta j + 2 * eps < theta i) by lra.
    split; [|split].
    + intros w k. pose proof (greater_stays Z eps He Bound i j Hi Hj theta w H') as G. split.
      * now apply (best_of_greater i j Hi Hj Hij).
      * intros ->. split; [exact Hi|]. rewrite dot_of_vertex by exact Hi. symmetry.
        apply (value_of_greater i j Hi Hj Hij). lra.
    + now apply (excess_of_greater P Z eps He HZ Bound i j).
    + intros best B. split; intros l.
      * now apply (mean_of_greater P Z eps He Bound i j Hi Hj Hij theta (best theta) H').
      * now apply (jacobian_of_greater P Z eps He Bound i j Hi Hj Hij theta best l H').
  - intros z. destruct (cauchy_density z) as (A & B & C). split; [exact A|].
    split; [apply cauchy_differentiable|now split].
  - intros K. destruct (cauchy_infinite 0 1 Rlt_0_1 K) as [c H]. exists c. intros a b Ha Hb.
    assert (E : forall z, Rmax 0 (0 + 1 * z) * cauchy z = Rmax 0 z * cauchy z).
    { intros z. do 2 f_equal. ring. }
    destruct (H a b Ha Hb) as [I L]. split.
    + apply (ex_RInt_ext (fun z => Rmax 0 (0 + 1 * z) * cauchy z)); [intros z _; apply E|exact I].
    + rewrite <- (RInt_ext (fun z => Rmax 0 (0 + 1 * z) * cauchy z)) by (intros z _; apply E). exact L.
  - exact cauchy_infinite.
Qed.
