(** Independent points of R^d of the same law: the mean square of the distance of their average from the mean, and the
    central limit theorem for its components. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Conjugate Euclid Matrices MeanValue IndependentCopies.
From TightMax Require Import NormalSmoothing LindebergReplacement NormalIntegral.
Open Scope R_scope.

(** Continuous functions of the first n of the points y_0, y_1, ... of R^d, and of one point. *)
Definition continuous_in (d n : nat) (f : (nat -> vec) -> R) : Prop :=
  forall x eta, 0 < eta -> exists delta, 0 < delta /\ forall y,
    (forall k i, (k < n)%nat -> (i < d)%nat -> Rabs (y k i - x k i) < delta) -> Rabs (f y - f x) < eta.
Definition continuous_at_points (d : nat) (g : vec -> R) : Prop :=
  forall x eta, 0 < eta -> exists delta, 0 < delta /\ forall y,
    (forall i, (i < d)%nat -> Rabs (y i - x i) < delta) -> Rabs (g y - g x) < eta.

(** Random points Y_0, Y_1, ... that are independent and have the same law, by their continuous functions: these have
    means, as they have for points of a bounded set, and those of the next point and of the points before multiply. *)
Definition independent_points {V} (Q : mean_value V) (d : nat) (Y : nat -> V -> vec) : Prop :=
  (forall n f, continuous_in d n f -> integrable Q (fun v => f (fun k => Y k v))) /\
  forall n f g, continuous_in d n f -> continuous_at_points d g ->
    mean Q (fun v => f (fun k => Y k v) * g (Y n v)) =
      mean Q (fun v => f (fun k => Y k v)) * mean Q (fun v => g (Y 0%nat v)).

(** The average of the first n points. *)
Definition sample_mean (n : nat) (y : nat -> vec) : vec := fun i => / INR n * sum n (fun k => y k i).

(** The covariance matrix of a random point with the mean mu. *)
Definition covariance {V} (Q : mean_value V) (Y : V -> vec) (mu : vec) : mat :=
  fun i j => mean Q (fun v => (Y v i - mu i) * (Y v j - mu j)).

(** ** Continuous functions *)

(** What depends on n points depends on more. *)
Lemma continuous_more d n m f : (n <= m)%nat -> continuous_in d n f -> continuous_in d m f.
Proof.
  intros L C x eta He. destruct (C x eta He) as (delta & Pd & B). exists delta. split; [exact Pd|]. intros y Hy.
  apply B. intros k i Hk Hi. apply Hy; [lia|exact Hi].
Qed.

(** Products. *)
Lemma continuous_product d n f g : continuous_in d n f -> continuous_in d n g -> continuous_in d n (fun y => f y * g y).
Proof.
  intros Cf Cg x eta He. set (b := Rabs (f x) + Rabs (g x) + 1).
  pose proof (Rabs_pos (f x)) as P1. pose proof (Rabs_pos (g x)) as P2. assert (Pb : 0 < b) by (unfold b; lra).
  assert (Pr : 0 < Rmin 1 (eta / (2 * b))) by (apply Rmin_pos; [lra|apply Rdiv_lt_0_compat; lra]).
  set (r := Rmin 1 (eta / (2 * b))) in *. assert (R1 : r <= 1) by apply Rmin_l.
  assert (R2 : r * b <= eta / 2).
  { assert (R2 : r <= eta / (2 * b)) by apply Rmin_r. apply (Rmult_le_compat_r b) in R2; [|lra].
    replace (eta / (2 * b) * b) with (eta / 2) in R2 by (field; lra). exact R2. }
  destruct (Cf x r Pr) as (d1 & D1 & B1). destruct (Cg x r Pr) as (d2 & D2 & B2). exists (Rmin d1 d2).
  split; [now apply Rmin_pos|]. intros y Hy. pose proof (Rmin_l d1 d2) as L1. pose proof (Rmin_r d1 d2) as L2.
  assert (A1 : Rabs (f y - f x) < r) by (apply B1; intros k i Hk Hi; specialize (Hy k i Hk Hi); lra).
  assert (A2 : Rabs (g y - g x) < r) by (apply B2; intros k i Hk Hi; specialize (Hy k i Hk Hi); lra).
  replace (f y * g y - f x * g x) with ((f y - f x) * (g y - g x) + (f y - f x) * g x + f x * (g y - g x)) by ring.
  eapply Rle_lt_trans; [apply Rabs_triang|]. eapply Rle_lt_trans; [apply Rplus_le_compat_r, Rabs_triang|].
  rewrite !Rabs_mult. pose proof (Rabs_pos (f y - f x)) as P3. pose proof (Rabs_pos (g y - g x)) as P4.
  apply Rle_lt_trans with (r * 1 + r * Rabs (g x) + Rabs (f x) * r); [nra|]. unfold b in R2. nra.
Qed.

(** Functions of a linear combination of the differences from mu. *)
Lemma continuous_of_linear d n psi a w mu : continuity psi ->
  continuous_in d n (fun y => psi (sum n (fun k => a k * dot d w (sub (y k) mu)))).
Proof.
  intros C x eta He. set (s := sum n (fun k => a k * dot d w (sub (x k) mu))).
  destruct (C s eta He) as (r & Hr & B). simpl in B. unfold R_dist in B.
  set (b := sum n (fun k => Rabs (a k)) * norm1 d w). assert (Pb : 0 <= b).
  { apply Rmult_le_pos; [apply sum_nonneg; intros; apply Rabs_pos|apply norm1_nonneg]. }
  exists (r / (b + 1)). assert (Pq : 0 < r / (b + 1)) by (apply Rdiv_lt_0_compat; lra). split; [exact Pq|].
  intros y Hy. set (t := sum n (fun k => a k * dot d w (sub (y k) mu))).
  destruct (Req_dec t s) as [->|N]; [rewrite Rminus_eq_0, Rabs_R0; exact He|].
  apply B. split; [split; [exact I|now apply not_eq_sym]|].
  assert (D : Rabs (t - s) <= b * (r / (b + 1))).
  { unfold t, s. rewrite <- sum_minus. eapply Rle_trans; [apply sum_abs|].
    replace (b * (r / (b + 1))) with (sum n (fun k => Rabs (a k) * (norm1 d w * (r / (b + 1))))).
    - apply sum_le. intros k Hk. rewrite <- Rmult_minus_distr_l, Rabs_mult.
      apply Rmult_le_compat_l; [apply Rabs_pos|]. rewrite <- dot_sub_right. unfold dot, norm1.
      eapply Rle_trans; [apply sum_abs|]. rewrite Rmult_comm, <- sum_scale. apply sum_le. intros i Hi.
      rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|]. left.
      replace (sub (sub (y k) mu) (sub (x k) mu) i) with (y k i - x k i) by (unfold sub; ring). now apply Hy.
    - rewrite (sum_ext n _ (fun k => norm1 d w * (r / (b + 1)) * Rabs (a k))) by (intros; ring). rewrite sum_scale.
      unfold b at 2. ring. }
  eapply Rle_lt_trans; [exact D|]. apply Rlt_le_trans with ((b + 1) * (r / (b + 1))); [nra|].
  right. field. lra.
Qed.

(** The same for one point. *)
Lemma continuous_of_point d psi w mu : continuity psi -> continuous_at_points d (fun y => psi (dot d w (sub y mu))).
Proof.
  intros C x eta He. destruct (continuous_of_linear d 1 psi (fun _ => 1) w mu C (fun _ => x) eta He) as (r & Hr & B).
  exists r. split; [exact Hr|]. intros y Hy. specialize (B (fun _ => y) (fun k i _ Hi => Hy i Hi)). simpl in B.
  rewrite !Rplus_0_l, !Rmult_1_l in B. exact B.
Qed.

(** ** Components of independent points *)

Section Points.
Context {V : Type} (Q : mean_value V) (d : nat) (Y : nat -> V -> vec) (mu : vec).
Hypothesis HY : independent_points Q d Y.
Hypothesis Hmu : forall i, (i < d)%nat -> mean Q (fun v => Y 0%nat v i) = mu i.

Let X (w : vec) (k : nat) (v : V) : R := dot d w (sub (Y k v) mu).

(** A function of the next component, and one of a combination of those before. *)
Lemma past_and_next w w' n psi chi a : continuity psi -> continuity chi ->
  let past := fun v => psi (sum n (fun k => a k * X w k v)) in
  integrable Q past /\ integrable Q (fun v => past v * chi (X w' n v)) /\
  mean Q (fun v => past v * chi (X w' n v)) = mean Q past * mean Q (fun v => chi (X w' 0%nat v)).
Proof.
  intros Cp Cc past. destruct HY as [I E]. pose proof (continuous_of_linear d n psi a w mu Cp) as Cf.
  split; [exact (I n _ Cf)|]. split.
  - apply (I (S n) (fun y => psi (sum n (fun k => a k * dot d w (sub (y k) mu))) * chi (dot d w' (sub (y n) mu)))).
    apply continuous_product; [now apply (continuous_more d n); [lia|]|].
    pose proof (continuous_of_linear d (S n) chi (vertex n) w' mu Cc) as Cn. intros x eta He.
    destruct (Cn x eta He) as (r & Hr & B). exists r. split; [exact Hr|]. intros y Hy. specialize (B y Hy).
    rewrite 2 (sum_vertex (S n) n (fun k => dot d w' (sub (_ k) mu))) in B by lia. exact B.
  - apply (E n (fun y => psi (sum n (fun k => a k * dot d w (sub (y k) mu)))) (fun y => chi (dot d w' (sub y mu))) Cf).
    now apply continuous_of_point.
Qed.

(** So all have the same law. *)
Lemma same_law w n chi : continuity chi ->
  integrable Q (fun v => chi (X w n v)) /\ mean Q (fun v => chi (X w n v)) = mean Q (fun v => chi (X w 0%nat v)).
Proof.
  intros C. destruct (past_and_next w w n (fun _ => 1) chi (fun _ => 1)) as (_ & I & E);
    [now apply continuity_const|exact C|].
  rewrite mean_const, Rmult_1_l in E. split.
  - apply (integrable_ext Q (fun v => 1 * chi (X w n v))); [intros; ring|exact I].
  - rewrite <- E. apply mean_ext. intros. ring.
Qed.

(** Two functions. *)
Lemma identity_continuous : continuity (fun r => r).
Proof. apply derivable_continuous, derivable_id. Qed.

Lemma square_continuous : continuity (fun r => r ^ 2).
Proof. apply derivable_continuous, (derivable_pow 2). Qed.

(** Their mean is 0. *)
Lemma component_mean w : mean Q (X w 0%nat) = 0.
Proof.
  assert (I : forall i, (i < d)%nat -> integrable Q (fun v => X (vertex i) 0%nat v)).
  { intros i _. apply (same_law (vertex i) 0 (fun r => r)), identity_continuous. }
  unfold X, dot at 1. destruct (integrable_sum Q d (fun i v => w i * X (vertex i) 0%nat v)) as [_ E].
  { intros i Hi. now apply integrable_scale, I. }
  rewrite (mean_ext Q _ (fun v => sum d (fun i => w i * X (vertex i) 0%nat v))), E, <- (sum_zero d).
  - apply sum_ext. intros i Hi. rewrite mean_scale by now apply I. enough (Z : mean Q (X (vertex i) 0%nat) = 0).
    { fold (X (vertex i) 0%nat). rewrite Z. ring. }
    rewrite (mean_ext Q _ (fun v => 1 * Y 0%nat v i + -1 * mu i)).
    + rewrite mean_of_linear, mean_const, (Hmu i Hi); [ring| |apply integrable_const].
      apply (integrable_ext Q (fun v => 1 * X (vertex i) 0%nat v + 1 * mu i)).
      * intros v. unfold X. rewrite dot_vertex by exact Hi. unfold sub. ring.
      * apply integrable_linear; [now apply I|apply integrable_const].
    + intros v. unfold X. rewrite dot_vertex by exact Hi. unfold sub. ring.
  - intros v. apply sum_ext. intros i Hi. unfold X. now rewrite dot_vertex.
Qed.

(** Their mean square is the form of the covariance matrix. *)
Lemma component_square w : mean Q (fun v => X w 0%nat v ^ 2) = form d (covariance Q (Y 0%nat) mu) w.
Proof.
  assert (I : forall i j, (i < d)%nat -> (j < d)%nat ->
    integrable Q (fun v => (Y 0%nat v i - mu i) * (Y 0%nat v j - mu j))).
  { intros i j Hi Hj. destruct HY as [J _].
    apply (integrable_ext Q (fun v => sum 1 (fun k => 1 * dot d (vertex i) (sub (Y k v) mu)) *
      sum 1 (fun k => 1 * dot d (vertex j) (sub (Y k v) mu)))).
    - intros v. simpl. rewrite 2 dot_vertex by assumption. unfold sub. ring.
    - apply (J 1%nat (fun y => sum 1 (fun k => 1 * dot d (vertex i) (sub (y k) mu)) *
        sum 1 (fun k => 1 * dot d (vertex j) (sub (y k) mu)))).
      apply continuous_product; [apply (continuous_of_linear d 1 (fun r => r) (fun _ => 1))|
        apply (continuous_of_linear d 1 (fun r => r) (fun _ => 1))]; apply identity_continuous. }
  assert (R : forall i, (i < d)%nat ->
    integrable Q (fun v => sum d (fun j => w i * w j * ((Y 0%nat v i - mu i) * (Y 0%nat v j - mu j)))) /\
    mean Q (fun v => sum d (fun j => w i * w j * ((Y 0%nat v i - mu i) * (Y 0%nat v j - mu j)))) =
      w i * sum d (fun j => covariance Q (Y 0%nat) mu i j * w j)).
  { intros i Hi. destruct (integrable_sum Q d (fun j v => w i * w j * ((Y 0%nat v i - mu i) * (Y 0%nat v j - mu j))))
      as [J E]; [intros j Hj; now apply integrable_scale, I|].
    split; [exact J|]. rewrite E, <- sum_scale. apply sum_ext. intros j Hj. rewrite mean_scale by now apply I.
    unfold covariance. ring. }
  destruct (integrable_sum Q d (fun i v => sum d (fun j => w i * w j * ((Y 0%nat v i - mu i) * (Y 0%nat v j - mu j)))))
    as [_ E]; [intros i Hi; now apply R|].
  rewrite (mean_ext Q _ (fun v => sum d (fun i => sum d (fun j =>
    w i * w j * ((Y 0%nat v i - mu i) * (Y 0%nat v j - mu j)))))).
  - rewrite E. apply sum_ext. intros i Hi. now rewrite (proj2 (R i Hi)).
  - intros v. unfold X, dot, sub. simpl. rewrite Rmult_1_r, <- sum_scale. apply sum_ext. intros i _.
    rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros j _. ring.
Qed.

(** The mean square of the sum of n of them is n times that. *)
Lemma sum_square w n : integrable Q (fun v => sum n (fun k => X w k v) ^ 2) /\
  mean Q (fun v => sum n (fun k => X w k v) ^ 2) = INR n * form d (covariance Q (Y 0%nat) mu) w.
Proof.
  apply (variance_of_sum Q n (X w)).
  - intros k. destruct (same_law w k _ identity_continuous) as [I E]. split; [exact I|].
    rewrite (E : mean Q (X w k) = mean Q (X w 0%nat)). apply component_mean.
  - intros k. rewrite <- component_square. apply (same_law w k _ square_continuous).
  - assert (Less : forall k l, (k < l)%nat -> integrable Q (fun v => X w k v * X w l v) /\
      mean Q (fun v => X w k v * X w l v) = 0).
    { intros k l Hkl. destruct (past_and_next w w l (fun r => r) (fun r => r) (vertex k) identity_continuous
        identity_continuous) as (_ & I & E). cbv zeta in *.
      assert (Ev : (fun v => sum l (fun j => vertex k j * X w j v) * X w l v) = fun v => X w k v * X w l v).
      { apply functional_extensionality. intros v. now rewrite (sum_vertex l k (fun j => X w j v)). }
      rewrite Ev in I, E. split; [exact I|]. rewrite E.
      rewrite (component_mean w : mean Q (fun v => X w 0%nat v) = 0). ring. }
    intros k l N. destruct (lt_dec k l) as [H|H]; [now apply Less|]. destruct (Less l k ltac:(lia)) as [I E].
    assert (Ev : (fun v => X w l v * X w k v) = fun v => X w k v * X w l v)
      by (apply functional_extensionality; intros; ring). rewrite Ev in I, E. now split.
Qed.

(** Given the sum of those before it, each has the mean 0 and the same variance. *)
Lemma components_centred w : centred_given_sum Q (X w) (form d (covariance Q (Y 0%nat) mu) w)
  (mean Q (fun v => Rabs (X w 0%nat v) ^ 3)).
Proof.
  assert (C3 : continuity (fun r => Rabs r ^ 3)).
  { apply (continuity_comp Rabs (fun r => r ^ 3)); [apply Rcontinuity_abs|].
    apply derivable_continuous, (derivable_pow 3). }
  intros n. split; [destruct (same_law w n _ C3) as [I E]; split; [exact I|right; exact E]|].
  intros L g Lg past. pose proof (lipschitz_continuous L g Lg) as Cg.
  destruct (past_and_next w w n g (fun r => r) (fun _ => 1) Cg identity_continuous) as (I & I1 & E1).
  destruct (past_and_next w w n g (fun r => r ^ 2) (fun _ => 1) Cg square_continuous) as (_ & I2 & E2).
  assert (Ep : (fun v => g (sum n (fun k => 1 * X w k v))) = past).
  { apply functional_extensionality. intros v. unfold past. f_equal. apply sum_ext. intros. ring. }
  cbv zeta in *.
  assert (E1' : (fun v => g (sum n (fun k => 1 * X w k v)) * X w n v) = fun v => past v * X w n v)
    by (rewrite <- Ep; reflexivity).
  assert (E2' : (fun v => g (sum n (fun k => 1 * X w k v)) * X w n v ^ 2) = fun v => past v * X w n v ^ 2)
    by (rewrite <- Ep; reflexivity).
  rewrite Ep in I, E1, E2. rewrite E1' in I1, E1. rewrite E2' in I2, E2.
  split; [exact I|]. split; [split; [exact I1|]|split; [exact I2|]].
  - rewrite E1. change (mean Q past * mean Q (X w 0%nat) = 0). rewrite component_mean. ring.
  - rewrite E2.
    change (mean Q past * mean Q (fun v => X w 0%nat v ^ 2) = form d (covariance Q (Y 0%nat) mu) w * mean Q past).
    rewrite component_square. ring.
Qed.

(** The mean square of the distance of the average from mu is the trace of the covariance matrix over n. *)
Lemma distance_square n : (1 <= n)%nat -> let D := fun v => sub (sample_mean n (fun k => Y k v)) mu in
  integrable Q (fun v => dot d (D v) (D v)) /\
  mean Q (fun v => dot d (D v) (D v)) = / INR n * sum d (fun i => covariance Q (Y 0%nat) mu i i).
Proof.
  intros Hn D. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia).
  destruct (integrable_sum Q d (fun i v => / INR n ^ 2 * sum n (fun k => X (vertex i) k v) ^ 2)) as [I E].
  { intros i _. apply integrable_scale, sum_square. }
  assert (Ev : (fun v => sum d (fun i => / INR n ^ 2 * sum n (fun k => X (vertex i) k v) ^ 2)) =
    fun v => dot d (D v) (D v)).
  { apply functional_extensionality. intros v. apply sum_ext. intros i Hi. unfold D, sample_mean, sub.
    rewrite (sum_ext n (fun k => X (vertex i) k v) (fun k => Y k v i - mu i)).
    - rewrite sum_minus, sum_const. field. lra.
    - intros k _. unfold X. rewrite dot_vertex by exact Hi. reflexivity. }
  rewrite Ev in I, E. split; [exact I|]. rewrite E, <- sum_scale. apply sum_ext. intros i Hi.
  destruct (sum_square (vertex i) n) as [Is Es]. rewrite mean_scale, Es by exact Is.
  assert (Ef : form d (covariance Q (Y 0%nat) mu) (vertex i) = covariance Q (Y 0%nat) mu i i).
  { unfold form. rewrite dot_vertex by exact Hi. unfold image.
    rewrite (sum_ext d _ (fun j => vertex i j * covariance Q (Y 0%nat) mu i j)) by (intros; ring).
    now apply sum_vertex. }
  rewrite Ef. field. lra.
Qed.

(** The central limit theorem for a component of the average. *)
Lemma average_normal w K phi phi1 phi2 : test_function K phi phi1 phi2 ->
  let c := form d (covariance Q (Y 0%nat) mu) w in 0 <= c /\ exists B, 0 <= B /\ forall n, (1 <= n)%nat ->
    let S := fun v => sqrt (INR n) * dot d w (sub (sample_mean n (fun k => Y k v)) mu) in
    integrable Q (fun v => phi (S v)) /\
    Rabs (mean Q (fun v => phi (S v)) - normal_integral (fun z => phi (sqrt c * z))) <= B / sqrt (INR n).
Proof.
  intros T c. assert (Hc : 0 <= c).
  { unfold c. rewrite <- component_square, <- (mean_const Q 0). apply (mean_monotone _ Q); [apply integrable_const| |].
    - apply (same_law w 0 _ square_continuous).
    - intros v. apply pow2_ge_0. }
  split; [exact Hc|]. set (M := mean Q (fun v => Rabs (X w 0%nat v) ^ 3)). exists (K * (M + c * sqrt c)). split.
  { apply Rmult_le_pos; [apply (test_lipschitz _ _ _ _ T)|]. pose proof (Rmult_le_pos _ _ Hc (sqrt_pos c)) as P.
    enough (0 <= M) by lra. destruct (proj1 (components_centred w 0%nat)) as [I _]. unfold M.
    rewrite <- (mean_const Q 0).
    apply (mean_monotone _ Q); [apply integrable_const|exact I|]. intros v. apply pow_le, Rabs_pos. }
  intros n Hn S. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
  destruct (central_limit Q (X w) c M normal_integral K phi phi1 phi2 n normal_integral_functional T
    (components_centred w) Hc Hn) as [I B].
  assert (E : (fun v => phi (/ sqrt (INR n) * sum n (fun k => X w k v))) = fun v => phi (S v));
    [|now rewrite E in I, B].
  apply functional_extensionality. intros v. f_equal. unfold S, X, sample_mean.
  assert (Es : sum n (fun k => dot d w (sub (Y k v) mu)) =
    INR n * dot d w (sub (fun i => / INR n * sum n (fun k => Y k v i)) mu)).
  { rewrite dot_sub_right, (sum_ext n _ (fun k => dot d w (Y k v) - dot d w mu)) by (intros; apply dot_sub_right).
    rewrite sum_minus, sum_const, Rmult_minus_distr_l. f_equal. unfold dot. rewrite sum_swap, <- sum_scale.
    apply sum_ext. intros i _. rewrite sum_scale. field. lra. }
  rewrite Es, <- Rmult_assoc. f_equal. set (r := sqrt (INR n)) in *.
  replace (INR n) with (r * r) by (apply sqrt_sqrt; lra). field. lra.
Qed.
End Points.
