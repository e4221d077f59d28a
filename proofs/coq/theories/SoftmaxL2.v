(** In the Euclidean norm the softmax is 1/2-Lipschitz. The norm of its Jacobian attains 1/2 for two entries;
    for three or more it comes as close as one likes and never gets there. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid LogSumExp LogSumExpSharp TwoLevel.
From TightMax Require Import UniversalUpper MaximumPrinciple.
Open Scope R_scope.

(** The matrix diag(p) - p p' at the vector v. *)
Definition covariance (d : nat) (p v : vec) : vec := fun i => p i * (v i - dot d p v).

Lemma covariance_form d p s v :
  dot d s (covariance d p v) = sum d (fun i => p i * (s i * v i)) - dot d p s * dot d p v.
Proof.
  unfold dot at 1, covariance.
  rewrite (sum_ext d _ (fun i => p i * (s i * v i) - dot d p v * (p i * s i))) by (intros; ring).
  rewrite sum_minus, sum_scale. unfold dot. ring.
Qed.

Lemma variance_is_form d p v : dot d v (covariance d p v) = variance d p v.
Proof.
  rewrite covariance_form. unfold variance. rewrite (sum_ext d _ (fun i => p i * v i ^ 2)) by (intros; ring).
  ring.
Qed.

Lemma variance_nonneg d p v : simplex d p -> 0 <= variance d p v.
Proof.
  intros Hp. apply (variance_bounds d p v (- norm_inf d v) (norm_inf d v) Hp). intros i Hi.
  pose proof (norm_inf_entry d v i Hi) as N. pose proof (Rle_abs (v i)). pose proof (Rle_abs (- v i)) as M.
  rewrite Rabs_Ropp in M. lra.
Qed.

(** The form is at most the mean of the variances. *)
Lemma covariance_le d p s v : simplex d p ->
  2 * dot d s (covariance d p v) <= variance d p s + variance d p v.
Proof.
  intros Hp. pose proof (variance_nonneg d p (sub s v) Hp) as H.
  assert (E : variance d p (sub s v) = variance d p s + variance d p v - 2 * dot d s (covariance d p v)).
  { rewrite covariance_form. unfold variance. rewrite dot_sub_right.
    rewrite (sum_ext d (fun i => p i * sub s v i ^ 2)
      (fun i => p i * s i ^ 2 + p i * v i ^ 2 - 2 * (p i * (s i * v i)))) by (intros; unfold sub; ring).
    rewrite sum_minus, sum_plus, sum_scale. ring. }
  lra.
Qed.

Lemma two_squares_le d v i j : (i < d)%nat -> (j < d)%nat -> i <> j -> v i ^ 2 + v j ^ 2 <= dot d v v.
Proof.
  intros Hi Hj N. unfold dot. rewrite (sum_split d (fun i => v i * v i) i Hi).
  pose proof (sum_term_le d (fun k => if Nat.eqb k i then 0 else v k * v k) j) as H. cbv beta in H.
  destruct (Nat.eqb_spec j i) as [E|_]; [congruence|].
  enough (v j * v j <= sum d (fun k => if Nat.eqb k i then 0 else v k * v k)) by lra.
  apply H; [|exact Hj]. intros k _. destruct (Nat.eqb k i); [lra|]. exact (Rle_0_sqr (v k)).
Qed.

(** The variance is at most half the squared norm: it is at most the square of half the spread. *)
Lemma variance_le_half d p v : simplex d p -> variance d p v <= 1 / 2 * dot d v v.
Proof.
  intros Hp. destruct d as [|d']; [destruct Hp as [_ E]; simpl in E; lra|]. set (d := S d') in *.
  destruct (largest_attained d v ltac:(lia)) as [j [Hj Ej]].
  destruct (largest_attained d (fun i => - v i) ltac:(lia)) as [i [Hi Ei]].
  pose proof (variance_bounds d p v (v i) (v j) Hp) as B.
  assert (V : variance d p v <= ((v j - v i) / 2) ^ 2).
  { apply B. intros k Hk. pose proof (largest_entry d v k Hk).
    pose proof (largest_entry d (fun i => - v i) k Hk). lra. }
  pose proof (dot_self_nonneg d v). pose proof (pow2_ge_0 (v i + v j)).
  destruct (Nat.eq_dec i j) as [->|N].
  - replace ((v j - v j) / 2) with 0 in V by field. lra.
  - pose proof (two_squares_le d v i j Hi Hj N). lra.
Qed.

(** From the quadratic form to the matrix norm. *)
Lemma covariance_norm d p c : simplex d p -> 0 < c -> (forall v, variance d p v <= c * dot d v v) ->
  forall v, norm2 d (covariance d p v) <= c * norm2 d v.
Proof.
  intros Hp Hc H v. set (w := covariance d p v).
  pose proof (covariance_le d p (scale (/ c) w) v Hp) as A. fold w in A.
  pose proof (H (scale (/ c) w)) as B. pose proof (H v) as C.
  assert (E1 : dot d (scale (/ c) w) w = / c * dot d w w) by (rewrite dot_comm, dot_scale_r; reflexivity).
  assert (E2 : dot d (scale (/ c) w) (scale (/ c) w) = / c * (/ c * dot d w w))
    by (rewrite dot_scale_r, E1; reflexivity).
  rewrite E1 in A. rewrite E2 in B.
  replace (c * (/ c * (/ c * dot d w w))) with (/ c * dot d w w) in B by (field; lra).
  assert (D : / c * dot d w w <= c * dot d v v) by lra.
  rewrite <- norm2_scale by lra. unfold norm2. apply sqrt_le_1_alt.
  rewrite dot_scale_r, (dot_comm d (scale c v)), dot_scale_r.
  apply (Rmult_le_compat_l c) in D; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in D by lra. exact D.
Qed.

(** ** The Lipschitz constant *)

Lemma softmax_step d x v : (1 <= d)%nat ->
  norm2 d (sub (softmax d (line x v 1)) (softmax d (line x v 0))) <= 1 / 2 * norm2 d v.
Proof.
  intros Hd. set (D := sub (softmax d (line x v 1)) (softmax d (line x v 0))).
  set (F := fun u => dot d D (softmax d (line x v u))).
  set (F' := fun u => dot d D (covariance d (softmax d (line x v u)) v)).
  destruct (MVT_cor2 F F' 0 1 ltac:(lra)) as [u [E _]].
  { intros u _. unfold F, F', dot. apply (sum_derivative d (fun i u => D i * softmax d (line x v u) i)).
    intros i Hi. apply (derivable_pt_lim_scal (fun u => softmax d (line x v u) i)).
    exact (softmax_derivative d x v u i Hi). }
  assert (E' : dot d D D = F' u).
  { replace (F' u) with (F 1 - F 0) by lra. unfold F. rewrite <- dot_sub_right. reflexivity. }
  pose proof (simplex_softmax d (line x v u) Hd) as Hp.
  pose proof (covariance_le d _ (scale 2 D) v Hp) as A.
  pose proof (variance_le_half d _ (scale 2 D) Hp) as B. pose proof (variance_le_half d _ v Hp) as C.
  rewrite (dot_comm d (scale 2 D)), dot_scale_r, (dot_comm d _ D) in A. fold (F' u) in A. rewrite <- E' in A.
  rewrite dot_scale_r, (dot_comm d (scale 2 D)), dot_scale_r in B.
  rewrite <- norm2_scale by lra. unfold norm2. apply sqrt_le_1_alt.
  rewrite dot_scale_r, (dot_comm d (scale _ v)), dot_scale_r. lra.
Qed.

(** ** The norm of the Jacobian *)

Definition jacobian_norm (d : nat) (x : vec) : R -> Prop :=
  is_lub (fun r => exists v, norm2 d v <= 1 /\ r = norm2 d (covariance d (softmax d x) v)).

Lemma jacobian_norm_le d x c : (1 <= d)%nat -> 0 < c ->
  (forall v, variance d (softmax d x) v <= c * dot d v v) -> forall N, jacobian_norm d x N -> N <= c.
Proof.
  intros Hd Hc H N [_ L]. apply L. intros r [v [Hv ->]].
  pose proof (covariance_norm d _ c (simplex_softmax d x Hd) Hc H v).
  pose proof (Rmult_le_compat_l c _ _ ltac:(lra) Hv). lra.
Qed.

Lemma jacobian_norm_exists d x : (1 <= d)%nat -> exists N, jacobian_norm d x N.
Proof.
  intros Hd. destruct (completeness (fun r => exists v, norm2 d v <= 1 /\
    r = norm2 d (covariance d (softmax d x) v))) as [N HN]; [| |now exists N].
  - exists (1 / 2). intros r [v [Hv ->]].
    pose proof (covariance_norm d _ (1 / 2) (simplex_softmax d x Hd) ltac:(lra)
      (fun v => variance_le_half d _ v (simplex_softmax d x Hd)) v). lra.
  - exists (norm2 d (covariance d (softmax d x) zero)), zero. split; [|reflexivity].
    unfold norm2. replace (dot d zero zero) with 0; [rewrite sqrt_0; lra|].
    symmetry. rewrite <- (sum_zero d). apply sum_ext. intros i _. unfold zero. ring.
Qed.

(** A unit vector tests the norm. *)
Lemma jacobian_norm_ge d x v N : (1 <= d)%nat -> jacobian_norm d x N -> norm2 d v = 1 ->
  variance d (softmax d x) v <= N.
Proof.
  intros Hd [U _] Hv. rewrite <- variance_is_form.
  pose proof (dot_le_norm2 d v (covariance d (softmax d x) v)) as C. rewrite Hv, Rmult_1_l in C.
  eapply Rle_trans; [exact C|]. apply U. exists v. split; [lra|reflexivity].
Qed.

(** The test vector (1, -1, 0, ..., 0), divided by its norm. *)
Definition opposed : vec := scale (/ sqrt 2) (sub (vertex 0) (vertex 1)).

Lemma sqrt_2_inverse_square : / sqrt 2 * / sqrt 2 = 1 / 2.
Proof.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as P.
  rewrite <- Rinv_mult. rewrite sqrt_sqrt by lra. field.
Qed.

Lemma opposed_square i : opposed i * opposed i = 1 / 2 * (vertex 0 i + vertex 1 i).
Proof.
  unfold opposed, scale, sub.
  replace (/ sqrt 2 * (vertex 0 i - vertex 1 i) * (/ sqrt 2 * (vertex 0 i - vertex 1 i)))
    with (/ sqrt 2 * / sqrt 2 * (vertex 0 i - vertex 1 i) ^ 2) by ring.
  rewrite sqrt_2_inverse_square. unfold vertex.
  destruct (Nat.eqb_spec i 0), (Nat.eqb_spec i 1); try lia; ring.
Qed.

Lemma norm2_opposed d : (2 <= d)%nat -> norm2 d opposed = 1.
Proof.
  intros Hd. unfold norm2. rewrite <- sqrt_1. f_equal. unfold dot.
  rewrite (sum_ext d _ (fun i => 1 / 2 * (vertex 0 i + vertex 1 i))) by (intros; apply opposed_square).
  rewrite sum_scale, sum_plus. destruct (simplex_vertex d 0 ltac:(lia)) as [_ ->].
  destruct (simplex_vertex d 1 ltac:(lia)) as [_ ->]. field.
Qed.

(** Where the first two weights are equal, its variance is that weight. *)
Lemma variance_opposed d p : (2 <= d)%nat -> p 0%nat = p 1%nat -> variance d p opposed = p 0%nat.
Proof.
  intros Hd E. unfold variance.
  rewrite (sum_ext d _ (fun i => 1 / 2 * (vertex 0 i * p i + vertex 1 i * p i))).
  - rewrite sum_scale, sum_plus, 2 sum_vertex by lia.
    replace (dot d p opposed) with 0; [rewrite <- E; field|].
    unfold dot. rewrite (sum_ext d _ (fun i => / sqrt 2 * (vertex 0 i * p i - vertex 1 i * p i))).
    + rewrite sum_scale, sum_minus, 2 sum_vertex by lia. rewrite E. ring.
    + intros i _. unfold opposed, scale, sub. ring.
  - intros i _. replace (opposed i ^ 2) with (opposed i * opposed i) by ring. rewrite opposed_square. ring.
Qed.

(** ** Three or more entries: below 1/2 *)

Lemma three_entries d p j k l : simplex d p -> (j < d)%nat -> (k < d)%nat -> (l < d)%nat ->
  j <> k -> l <> j -> l <> k -> p j + p k + p l <= 1.
Proof.
  intros [Hp <-] Hj Hk Hl N1 N2 N3. rewrite (sum_split d p k Hk).
  set (p' := fun i => if Nat.eqb i k then 0 else p i). rewrite (sum_split d p' j Hj).
  assert (T : (if Nat.eqb l j then 0 else p' l) <= sum d (fun i => if Nat.eqb i j then 0 else p' i)).
  { apply (sum_term_le d (fun i => if Nat.eqb i j then 0 else p' i)); [|exact Hl]. intros i Hi. unfold p'.
    destruct (Nat.eqb i j), (Nat.eqb i k); try lra. now apply Hp. }
  unfold p' in T at 1. unfold p' at 1.
  destruct (Nat.eqb_spec l j), (Nat.eqb_spec l k), (Nat.eqb_spec j k); try lia. lra.
Qed.

(** A weight q >= 1/2, the others at most 1 - q - r each. *)
Lemma variance_peaked d p k r v : simplex d p -> (k < d)%nat -> 1 / 2 <= p k -> 0 < r ->
  (forall j, (j < d)%nat -> j <> k -> r <= p j <= 1 - p k - r) -> 0 < 1 - p k - r ->
  variance d p v <= (1 + / (1 + r)) / 4 * dot d v v.
Proof.
  intros Hp Hk Hq Hr Ho Hu. set (q := p k) in *. set (u := 1 - q).
  set (a := v k). set (w := others d k (fun i => p i * v i)).
  set (Q := others d k (fun i => p i * v i ^ 2)). set (V := others d k (fun i => v i * v i)).
  assert (Ed : dot d p v = q * a + w) by exact (sum_split d (fun i => p i * v i) k Hk).
  assert (Es : sum d (fun i => p i * v i ^ 2) = q * a ^ 2 + Q)
    by exact (sum_split d (fun i => p i * v i ^ 2) k Hk).
  assert (Ev : dot d v v = a ^ 2 + V).
  { replace (a ^ 2) with (a * a) by ring. exact (sum_split d (fun i => v i * v i) k Hk). }
  assert (HQ : Q <= (u - r) * V).
  { unfold Q, V. rewrite <- others_scale. apply others_le. intros i Hi N.
    replace (v i ^ 2) with (v i * v i) by ring. apply Rmult_le_compat_r; [apply Rle_0_sqr|].
    destruct (Ho i Hi N). unfold u. lra. }
  assert (HV : 0 <= V).
  { apply sum_nonneg. intros i _. destruct (Nat.eqb i k); [lra|apply Rle_0_sqr]. }
  set (n := w / u). assert (Ew : w = u * n) by (unfold n, u; field; lra).
  assert (HJ : u * n ^ 2 <= Q).
  { assert (J : 0 <= others d k (fun i => p i * (v i - n) ^ 2)).
    { apply sum_nonneg. intros i Hi. destruct (Nat.eqb_spec i k) as [|N]; [lra|].
      destruct (Ho i Hi N). apply Rmult_le_pos; [lra|apply pow2_ge_0]. }
    rewrite (others_ext d k _ (fun i => 1 * (p i * v i ^ 2) - n * (2 * (p i * v i) - n * p i))) in J
      by (intros; ring).
    rewrite others_linear in J.
    assert (E : others d k (fun i => 2 * (p i * v i) - n * p i) = 2 * w - n * u).
    { rewrite (others_linear d k 2 n (fun i => p i * v i) p). fold w.
      rewrite (others_simplex d k p Hp Hk). reflexivity. }
    rewrite E in J. fold Q in J. rewrite Ew in J. lra. }
  set (c := / (1 + r)). assert (Hc : 0 < c) by (apply Rinv_0_lt_compat; lra).
  assert (Ec : c * (1 + r) = 1) by (unfold c; field; lra).
  (* the square of the distance between a and the mean n of the others *)
  assert (S : (a - n) ^ 2 <= (1 + c) * a ^ 2 + (2 + r) * n ^ 2).
  { apply (Rmult_le_reg_l c); [exact Hc|]. pose proof (pow2_ge_0 (c * a + n)) as P.
    replace (c * ((1 + c) * a ^ 2 + (2 + r) * n ^ 2))
      with (c * (a - n) ^ 2 + (c * a + n) ^ 2 + (c * (1 + r) - 1) * n ^ 2) by ring.
    rewrite Ec. lra. }
  assert (Hqu : 0 <= u * q <= 1 / 4).
  { split; [apply Rmult_le_pos; unfold u; lra|]. pose proof (pow2_ge_0 (1 - 2 * q)). unfold u. lra. }
  assert (Ev' : variance d p v = u * q * (a - n) ^ 2 + Q - u * n ^ 2).
  { unfold variance. rewrite Ed, Es, Ew. unfold u. ring. }
  apply (Rmult_le_compat_l (u * q)) in S; [|lra].
  pose proof (pow2_ge_0 a) as A2.
  assert (T1 : u * q * ((1 + c) * a ^ 2) <= 1 / 4 * ((1 + c) * a ^ 2)).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]. }
  assert (Hq2 : 0 <= q * (2 + r) - 1).
  { pose proof (Rmult_le_compat_r (2 + r) (1 / 2) q ltac:(lra) Hq). lra. }
  apply (Rmult_le_compat_l (q * (2 + r) - 1)) in HJ; [|exact Hq2].
  apply (Rmult_le_compat_l (q * (2 + r))) in HQ; [|lra].
  assert (G : q * (2 + r) * (u - r) <= (1 + c) / 4).
  { assert (G1 : q * (2 + r) * (u - r) <= (1 - r) / 2).
    { replace (q * (2 + r) * (u - r)) with (2 * (u * q) - q * r * (2 + r - u)) by ring.
      assert (1 / 2 * r <= q * r) by (apply Rmult_le_compat_r; lra).
      pose proof (Rmult_le_compat_l (q * r) 1 (2 + r - u) ltac:(lra) ltac:(unfold u; lra)). lra. }
    assert (G2 : (1 - r) / 2 <= (1 + c) / 4).
    { apply (Rmult_le_reg_r (1 + r)); [lra|].
      replace ((1 + c) / 4 * (1 + r)) with ((1 + r + c * (1 + r)) / 4) by field. rewrite Ec.
      pose proof (pow2_ge_0 r). lra. }
    lra. }
  apply (Rmult_le_compat_r V) in G; [|exact HV].
  rewrite Ev', Ev. lra.
Qed.

(** With positive weights only and at least three of them, the variance is at most a share below 1/2 of the
    squared norm. *)
Lemma variance_below_half d p : (3 <= d)%nat -> simplex d p -> (forall i, (i < d)%nat -> 0 < p i) ->
  exists c, 0 < c < 1 / 2 /\ forall v, variance d p v <= c * dot d v v.
Proof.
  intros Hd Hp Pos. destruct (largest_attained d p ltac:(lia)) as [k [Hk Ek]].
  pose proof (Pos k Hk) as Pk. destruct (Rlt_le_dec (p k) (1 / 2)) as [L|L].
  - exists (p k). split; [lra|]. intros v. unfold variance. pose proof (pow2_ge_0 (dot d p v)).
    enough (sum d (fun i => p i * v i ^ 2) <= p k * dot d v v) by lra.
    unfold dot. rewrite <- sum_scale. apply sum_le. intros i Hi.
    replace (v i * v i) with (v i ^ 2) by ring. apply Rmult_le_compat_r; [apply pow2_ge_0|].
    rewrite <- Ek. now apply largest_entry.
  - destruct (positive_entries_bound p d) as [r [Hr Br]]. exists ((1 + / (1 + r)) / 4).
    assert (I : 0 < / (1 + r) < 1).
    { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
    split; [lra|]. intros v.
    assert (O : forall j, (j < d)%nat -> j <> k -> r <= p j <= 1 - p k - r).
    { intros j Hj N. split; [now apply Br; [|apply Pos]|].
      assert (X : exists l, (l < 3)%nat /\ l <> j /\ l <> k).
      { destruct (Nat.eq_dec j 0), (Nat.eq_dec k 0), (Nat.eq_dec j 1), (Nat.eq_dec k 1);
          first [exists 0%nat; lia | exists 1%nat; lia | exists 2%nat; lia]. }
      destruct X as (l & Hl & N2 & N3).
      pose proof (three_entries d p j k l Hp Hj Hk ltac:(lia) N N2 N3).
      pose proof (Br l ltac:(lia) (Pos l ltac:(lia))). lra. }
    apply (variance_peaked d p k r v Hp Hk L Hr O).
    set (j := if Nat.eqb k 0 then 1%nat else 0%nat).
    assert (Hj : (j < d)%nat /\ j <> k) by (unfold j; destruct (Nat.eqb_spec k 0); lia).
    destruct (O j (proj1 Hj) (proj2 Hj)). lra.
Qed.

(** Two entries T and zeros: their weights tend to 1/2. *)
Lemma weights_near_half d c : (3 <= d)%nat -> c < 1 / 2 -> exists x,
  softmax d x 0%nat = softmax d x 1%nat /\ c < softmax d x 0%nat.
Proof.
  intros Hd Hc. set (D := INR d - INR 2).
  assert (HD : 1 <= D).
  { pose proof (le_INR 3 d Hd) as H. unfold D. simpl in *. lra. }
  set (K := D / (1 - 2 * c)). assert (HK : 0 < K) by (apply Rdiv_lt_0_compat; lra).
  set (x := fun i => if Nat.ltb i 2 then ln K else 0). exists x. split; [reflexivity|].
  assert (E : sum d (fun i => exp (x i)) = 2 * K + D).
  { rewrite (sum_ext d _ (fun i => if Nat.ltb i 2 then K else 1)).
    - rewrite sum_two_values by lia. fold D. simpl. ring.
    - intros i _. unfold x. destruct (Nat.ltb i 2); [now apply exp_ln|apply exp_0]. }
  unfold softmax. rewrite E. replace (exp (x 0%nat)) with K by (unfold x; simpl; symmetry; now apply exp_ln).
  apply (Rmult_lt_reg_r (2 * K + D)); [lra|].
  replace (K / (2 * K + D) * (2 * K + D)) with K by (field; lra).
  assert (F : K * (1 - 2 * c) = D) by (unfold K; field; lra).
  pose proof (Rmult_lt_compat_r D c (1 / 2) ltac:(lra) Hc). lra.
Qed.

(** The softmax is 1/2-Lipschitz in the Euclidean norm. The norm of its Jacobian, which is diag(p) - pp' with
    the softmax p, attains 1/2 for d = 2; for d >= 3 it comes as close as one likes and never gets there. *)
Theorem softmax_l2 :
  (forall d x y, (1 <= d)%nat ->
    norm2 d (sub (softmax d x) (softmax d y)) <= 1 / 2 * norm2 d (sub x y)) /\
  (forall d x v w i, (i < d)%nat ->
    derivable_pt_lim (fun u => softmax d (line x v u) i) w (covariance d (softmax d (line x v w)) v i)) /\
  (exists x, jacobian_norm 2 x (1 / 2)) /\
  (forall d, (3 <= d)%nat ->
    (forall c, c < 1 / 2 -> exists x N, jacobian_norm d x N /\ c < N) /\
    (forall x, exists N, jacobian_norm d x N /\ N < 1 / 2)).
Proof.
  split; [|split; [exact softmax_derivative|split]].
  - intros d x y Hd. pose proof (softmax_step d y (sub x y) Hd) as H.
    replace (line y (sub x y) 1) with x in H
      by (apply functional_extensionality; intros i; unfold line, sub; ring).
    replace (line y (sub x y) 0) with y in H
      by (apply functional_extensionality; intros i; unfold line, sub; ring). exact H.
  - exists zero. destruct (jacobian_norm_exists 2 zero ltac:(lia)) as [N HN].
    replace (1 / 2) with N; [exact HN|]. apply Rle_antisym.
    + apply (jacobian_norm_le 2 zero (1 / 2) ltac:(lia) ltac:(lra)); [|exact HN].
      intros v. apply variance_le_half, simplex_softmax. lia.
    + pose proof (jacobian_norm_ge 2 zero opposed N ltac:(lia) HN (norm2_opposed 2 ltac:(lia))) as G.
      rewrite variance_opposed in G by (lia || reflexivity).
      replace (softmax 2 zero 0%nat) with (1 / 2) in G; [exact G|].
      unfold softmax, zero. simpl. rewrite exp_0. field.
  - intros d Hd. split.
    + intros c Hc. destruct (weights_near_half d c Hd Hc) as [x [E Hx]].
      destruct (jacobian_norm_exists d x ltac:(lia)) as [N HN]. exists x, N. split; [exact HN|].
      pose proof (jacobian_norm_ge d x opposed N ltac:(lia) HN (norm2_opposed d ltac:(lia))) as G.
      rewrite variance_opposed in G by (lia || exact E). lra.
    + intros x. destruct (jacobian_norm_exists d x ltac:(lia)) as [N HN]. exists N. split; [exact HN|].
      destruct (variance_below_half d (softmax d x) Hd) as [c [Hc H]].
      * apply simplex_softmax. lia.
      * intros i Hi. unfold softmax. apply Rdiv_lt_0_compat; [apply exp_pos|apply sum_exp_pos; lia].
      * pose proof (jacobian_norm_le d x c ltac:(lia) ltac:(lra) H N HN). lra.
Qed.
