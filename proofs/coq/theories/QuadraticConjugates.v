(** The conjugate of c (||x||_2^2 - 1): its gradient is a projection onto the simplex, and it equals the
    maximum of the entries exactly where the largest leads by 2c or more. *)

From Coq Require Import Reals Lra FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Duality Scaling SmallDimensions.
Open Scope R_scope.

(** ** Conjugates *)

(** The maximum, where a point of the simplex attains it. *)
Lemma conj_attained d h x p : (1 <= d)%nat -> bounded_below d h -> simplex d p ->
  (forall q, simplex d q -> dot d q x - h q <= dot d p x - h p) -> conj d h x = dot d p x - h p.
Proof.
  intros Hd Hb Hp H. apply Rle_antisym; [now apply conj_least|now apply conj_above].
Qed.

(** The conjugate of t h is that of h at temperature t. *)
Lemma conj_rescale d h t x : (1 <= d)%nat -> bounded_below d h -> 0 < t ->
  conj d (fun a => t * h a) x = rescale t (conj d h) x.
Proof.
  intros Hd Hb Ht. unfold rescale.
  assert (Hb' : bounded_below d (fun a => t * h a)).
  { destruct Hb as [b Hb]. exists (t * b). intros a Ha. apply Rmult_le_compat_l; [lra|now apply Hb]. }
  assert (E : forall a, dot d a x - t * h a = t * (dot d a (scale (/ t) x) - h a)).
  { intros a. rewrite dot_scale_r. field. lra. }
  apply Rle_antisym.
  - apply conj_least; [assumption..|]. intros a Ha. rewrite E. apply Rmult_le_compat_l; [lra|].
    now apply conj_above.
  - apply (Rmult_le_reg_l (/ t)); [now apply Rinv_0_lt_compat|].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. apply conj_least; [assumption..|]. intros a Ha.
    pose proof (conj_above d (fun a => t * h a) Hd Hb' x a Ha) as H. cbv beta in H. rewrite E in H.
    apply (Rmult_le_compat_l (/ t)) in H; [|left; now apply Rinv_0_lt_compat].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in H by lra. exact H.
Qed.

(** Symmetric functions have symmetric conjugates. *)
Lemma conj_symmetric d h : (1 <= d)%nat -> bounded_below d h -> symmetric d h -> symmetric d (conj d h).
Proof.
  intros Hd Hb Hh.
  assert (half : forall x y p, permutes d p -> (forall i, (i < d)%nat -> y i = x (p i)) ->
    conj d h x <= conj d h y).
  { intros x y p Hp E. apply conj_least; [assumption..|]. intros a Ha.
    pose proof (conj_above d h Hd Hb y _ (simplex_permute d p a Hp Ha)) as H.
    rewrite (Hh a (fun i => a (p i)) p Hp (fun i _ => eq_refl)) in H.
    replace (dot d (fun i => a (p i)) y) with (dot d a x) in H; [exact H|].
    unfold dot. rewrite <- (sum_permute d p (fun i => a i * x i) Hp). apply sum_ext. intros i Hi.
    now rewrite E. }
  intros x y p Hp E. apply Rle_antisym; [|now apply (half x y p)].
  destruct (permutes_inverse d p Hp) as (q & Hq & I). apply (half y x q Hq). intros i Hi.
  rewrite E by now apply Hq. f_equal. symmetry. now apply I.
Qed.

(** The gradient of the conjugate of a strongly convex function lies in the simplex. *)
Lemma conj_gradient_simplex d h x : (1 <= d)%nat -> bounded_below d h -> strongly_convex d h ->
  simplex d (conj_gradient d h x).
Proof.
  intros Hd Hb Hs. set (g := conj_gradient d h x).
  assert (approx : forall delta, 0 < delta -> exists a, simplex d a /\ norm1 d (sub a g) <= delta).
  { intros delta Hdelta. destruct (conj_gradient_approx d h Hd Hb Hs x delta Hdelta) as (a & [Ha _] & Hn).
    now exists a. }
  split.
  - intros i Hi. apply limit_at_zero with 1. intros delta Hdelta.
    destruct (approx delta) as (a & [Ha _] & Hn); [lra|].
    pose proof (entry_le_norm1 d (sub a g) i Hi) as He. pose proof (Rle_abs (sub a g i)) as H.
    unfold sub at 1 in H. specialize (Ha i Hi). lra.
  - apply Rle_antisym; apply limit_at_zero with 1; intros delta Hdelta;
      destruct (approx delta) as (a & [_ Ha] & Hn); try lra;
      pose proof (sum_abs d (sub a g)) as H; fold (norm1 d (sub a g)) in H;
      pose proof (abs_le_between _ _ (Rle_trans _ _ _ H Hn)) as B;
      unfold sub in B; rewrite sum_minus in B; lra.
Qed.

(** ** Conjugates of quadratic functions *)

(** p is the point of the simplex nearest to z in the Euclidean distance. *)
Definition projection (d : nat) (z p : vec) : Prop :=
  simplex d p /\ forall q, simplex d q -> dot d (sub p z) (sub p z) <= dot d (sub q z) (sub q z).

Lemma dot_square_sub d a b : dot d (sub a b) (sub a b) = dot d a a - 2 * dot d a b + dot d b b.
Proof. unfold dot, sub. rewrite <- sum_scale, <- sum_minus, <- sum_plus. apply sum_ext. intros. ring. Qed.

Lemma dot_difference_of_squares d a b : dot d (sub a b) (add a b) = dot d a a - dot d b b.
Proof. unfold dot, sub, add. rewrite <- sum_minus. apply sum_ext. intros. ring. Qed.

Lemma dot_square_nonneg d a : 0 <= dot d a a.
Proof. apply sum_nonneg. intros i _. pose proof (Rle_0_sqr (a i)). exact H. Qed.

Lemma quadratic_below d c : 0 <= c -> bounded_below d (quadratic d c).
Proof.
  intros Hc. exists (- c). intros a _. unfold quadratic.
  pose proof (Rmult_le_pos _ _ Hc (dot_square_nonneg d a)). lra.
Qed.

(** Maximising <q, x> - c (||q||^2 - 1) is projecting x/(2c). *)
Lemma projection_maximises d c x p : 0 < c ->
  projection d (scale (/ (2 * c)) x) p <->
  simplex d p /\ forall q, simplex d q -> dot d q x - quadratic d c q <= dot d p x - quadratic d c p.
Proof.
  intros Hc. unfold projection, quadratic.
  assert (E : forall q, dot d (sub q (scale (/ (2 * c)) x)) (sub q (scale (/ (2 * c)) x))
    = dot d (scale (/ (2 * c)) x) (scale (/ (2 * c)) x) + 1 - / c * (dot d q x - c * (dot d q q - 1))).
  { intros q. rewrite dot_square_sub, (dot_scale_r d q). field. lra. }
  assert (Hi : 0 < / c) by now apply Rinv_0_lt_compat.
  split; intros [Hp H]; (split; [exact Hp|]); intros q Hq; specialize (H q Hq).
  - rewrite 2 E in H. apply (Rmult_le_reg_l (/ c)); lra.
  - rewrite 2 E. apply (Rmult_le_compat_l (/ c)) in H; lra.
Qed.

(** The gradient is the projection of x/(2c), and the maximum is attained there. *)
Theorem quadratic_gradient_projection d c x : (1 <= d)%nat -> 0 < c -> strongly_convex d (quadratic d c) ->
  projection d (scale (/ (2 * c)) x) (conj_gradient d (quadratic d c) x).
Proof.
  intros Hd Hc Hs. pose proof (quadratic_below d c (Rlt_le _ _ Hc)) as Hb.
  pose proof (conj_gradient_simplex d _ x Hd Hb Hs) as Hg.
  apply projection_maximises; [exact Hc|]. split; [exact Hg|]. intros q Hq.
  eapply Rle_trans; [now apply (conj_above d _ Hd Hb)|].
  set (g := conj_gradient d (quadratic d c) x) in *. pose proof (norm_inf_nonneg d x) as Hx.
  apply limit_at_zero with (1 + norm_inf d x + 2 * c). intros delta Hdelta.
  destruct (conj_gradient_approx d _ Hd Hb Hs x delta) as (a & [Ha Ho] & Hn); [lra|]. fold g in Hn.
  pose proof (dot_le d (sub a g) x) as H1. rewrite dot_sub_l in H1.
  pose proof (Rmult_le_compat_r _ _ _ Hx Hn) as H1'.
  pose proof (dot_le d (sub g a) (add g a)) as H2. rewrite dot_difference_of_squares in H2.
  rewrite norm1_sub_sym in H2.
  assert (H3 : norm_inf d (add g a) <= 2).
  { apply norm_inf_le; [lra|]. intros i Hi. unfold add. pose proof (simplex_le_1 d a i Ha Hi).
    pose proof (simplex_le_1 d g i Hg Hi). pose proof (proj1 Ha i Hi). pose proof (proj1 Hg i Hi).
    rewrite Rabs_pos_eq; lra. }
  pose proof (Rmult_le_compat _ _ _ _ (norm1_nonneg d (sub a g)) (norm_inf_nonneg d (add g a)) Hn H3) as H4.
  pose proof (Rmult_le_compat_l c _ _ (Rlt_le _ _ Hc) (Rle_trans _ _ _ H2 H4)) as H5.
  unfold quadratic in *. lra.
Qed.

(** There is only one projection. *)
Lemma projection_unique d z p q : projection d z p -> projection d z q ->
  forall i, (i < d)%nat -> p i = q i.
Proof.
  intros [Hp Pp] [Hq Pq] i Hi.
  pose proof (Pp _ (simplex_mix d (/ 2) p q Hp Hq ltac:(lra))) as H. specialize (Pq p Hp).
  assert (E : dot d (sub (mix (/ 2) p q) z) (sub (mix (/ 2) p q) z)
    = / 2 * dot d (sub p z) (sub p z) + / 2 * dot d (sub q z) (sub q z)
      - / 4 * dot d (sub p q) (sub p q)).
  { unfold dot, sub, mix. rewrite <- 3 sum_scale, <- sum_plus, <- sum_minus. apply sum_ext.
    intros. field. }
  assert (H0 : dot d (sub p q) (sub p q) <= 0) by lra.
  pose proof (sum_term_le d (fun i => sub p q i * sub p q i) i (fun k _ => Rle_0_sqr (sub p q k)) Hi) as H1.
  unfold dot in H0. cbv beta in H1. unfold sub in *.
  destruct (Req_dec (p i) (q i)) as [|Hne]; [assumption|].
  pose proof (Rlt_0_sqr (p i - q i) ltac:(lra)) as H2. unfold Rsqr in H2. lra.
Qed.

(** The conditions of Karush, Kuhn and Tucker suffice. *)
Lemma quadratic_maximiser d c x p mu : (1 <= d)%nat -> 0 <= c -> simplex d p ->
  (forall i, (i < d)%nat -> x i - 2 * c * p i <= mu) ->
  (forall i, (i < d)%nat -> p i * (mu - (x i - 2 * c * p i)) = 0) ->
  conj d (quadratic d c) x = dot d p x - quadratic d c p.
Proof.
  intros Hd Hc Hp Hle Heq. apply conj_attained; [exact Hd|now apply quadratic_below|exact Hp|].
  intros q Hq. unfold quadratic.
  assert (E : dot d p x - c * dot d p p - (dot d q x - c * dot d q q)
    = c * dot d (sub q p) (sub q p) + sum d (fun i => q i * (mu - (x i - 2 * c * p i)))
      - sum d (fun i => p i * (mu - (x i - 2 * c * p i))) - mu * sum d q + mu * sum d p).
  { unfold dot, sub. rewrite <- !sum_scale, <- !sum_minus, <- !sum_plus, <- !sum_minus, <- sum_plus.
    apply sum_ext. intros. ring. }
  rewrite (proj2 Hp), (proj2 Hq), (sum_ext d (fun i => p i * _) (fun _ => 0) Heq), sum_zero in E.
  pose proof (Rmult_le_pos _ _ Hc (dot_square_nonneg d (sub q p))).
  pose proof (sum_nonneg d (fun i => q i * (mu - (x i - 2 * c * p i)))) as H1.
  cbv beta in H1. lapply H1; [lra|]. intros i Hi. apply Rmult_le_pos; [now apply Hq|].
  specialize (Hle i Hi). lra.
Qed.

(** The conjugate of a quadratic function equals the maximum exactly where the largest entry leads by 2c or
    more. *)
Theorem quadratic_exact d c x : (1 <= d)%nat -> 0 < c ->
  conj d (quadratic d c) x = largest d x <->
  exists k, (k < d)%nat /\ forall j, (j < d)%nat -> j <> k -> x j + 2 * c <= x k.
Proof.
  intros Hd Hc. pose proof (quadratic_below d c (Rlt_le _ _ Hc)) as Hb. split.
  - intros Hx. destruct (largest_attained d x Hd) as (k & Hk & E). exists k. split; [exact Hk|].
    intros j Hj Hjk. apply limit_at_zero with (2 * c). intros s Hs.
    pose proof (conj_above d _ Hd Hb x _ (simplex_mix d s (vertex k) (vertex j)
      (simplex_vertex d k Hk) (simplex_vertex d j Hj) ltac:(lra))) as H.
    rewrite Hx, E, dot_mix_l in H. unfold quadratic in H. rewrite dot_mix_square, dot_square_sub in H.
    unfold dot in H. rewrite !sum_vertex in H by assumption. unfold vertex in H.
    rewrite !Nat.eqb_refl in H. destruct (Nat.eqb_spec k j); [congruence|].
    apply (Rmult_le_reg_l s); lra.
  - intros (k & Hk & H). assert (L : largest d x = x k).
    { apply Rle_antisym; [|now apply largest_entry].
      destruct (largest_attained d x Hd) as (j & Hj & ->). destruct (Nat.eq_dec j k) as [->|Hne]; [lra|].
      pose proof (H j Hj Hne). lra. }
    rewrite L, (quadratic_maximiser d c x (vertex k) (x k - 2 * c)).
    + rewrite quadratic_vertex by exact Hk. unfold dot. rewrite sum_vertex by exact Hk. ring.
    + exact Hd.
    + lra.
    + now apply simplex_vertex.
    + intros i Hi. unfold vertex. destruct (Nat.eqb_spec i k) as [->|Hne]; [lra|].
      pose proof (H i Hi Hne). lra.
    + intros i Hi. unfold vertex. destruct (Nat.eqb_spec i k) as [->|Hne]; ring.
Qed.

Lemma quadratic_rescale d c t x : (1 <= d)%nat -> 0 <= c -> 0 < t ->
  rescale t (conj d (quadratic d c)) x = conj d (quadratic d (t * c)) x.
Proof.
  intros Hd Hc Ht. rewrite <- conj_rescale; [|exact Hd|now apply quadratic_below|exact Ht].
  assert (0 <= t * c) by (apply Rmult_le_pos; lra).
  assert (bounded_below d (fun a => t * quadratic d c a)).
  { destruct (quadratic_below d (t * c) H) as [b Hb]. exists b. intros a Ha. specialize (Hb a Ha).
    unfold quadratic in *. lra. }
  apply Rle_antisym; apply conj_least; try assumption; try (now apply quadratic_below); intros a Ha.
  - eapply Rle_trans; [|apply conj_above; [exact Hd|now apply quadratic_below|exact Ha]].
    unfold quadratic. lra.
  - eapply Rle_trans; [|apply conj_above; [exact Hd|assumption|exact Ha]]. unfold quadratic. lra.
Qed.

(** A strongly convex quadratic function gives a smoothing at every temperature, and the gradient of this is a
    projection. *)
Theorem quadratic_at_temperature d c t :
  (1 <= d)%nat -> 0 < c -> 0 < t -> strongly_convex d (quadratic d c) ->
  estimate d (1 / t) 0 (t * (c * (1 - / INR d))) (conj d (quadratic d (t * c))) /\
  exists g, has_gradient d (conj d (quadratic d (t * c))) g /\
    forall x, projection d (scale (/ (2 * (t * c))) x) (g x).
Proof.
  intros Hd Hc Ht Hs. pose proof (quadratic_below d c (Rlt_le _ _ Hc)) as Hb.
  assert (E : conj d (quadratic d (t * c)) = rescale t (conj d (quadratic d c))).
  { apply functional_extensionality. intros x. symmetry. apply quadratic_rescale; lra || assumption. }
  rewrite E. split.
  - pose proof (rescale_estimate d t 1 0 (c * (1 - / INR d)) (conj d (quadratic d c)) Ht) as Ht'.
    rewrite Rmult_0_r in Ht'. apply Ht', smoothing_estimate, smoothing_of_strongly_convex; try assumption.
    + apply symmetric_on_first, quadratic_symmetric.
    + intros x Hx. split.
      * pose proof (symmetric_min_at_centre d _ x Hd (quadratic_symmetric d c) Hs Hx) as H.
        rewrite quadratic_centre in H by exact Hd. lra.
      * pose proof (symmetric_max_at_vertex d _ x (quadratic_symmetric d c) Hs Hx) as H.
        rewrite quadratic_vertex in H by exact Hd. exact H.
  - exists (fun x => conj_gradient d (quadratic d c) (scale (/ t) x)). split.
    + apply rescale_gradient; [exact Ht|]. now apply conj_has_gradient.
    + intros x.
      replace (scale (/ (2 * (t * c))) x) with (scale (/ (2 * c)) (scale (/ t) x)).
      * now apply quadratic_gradient_projection.
      * apply functional_extensionality. intros i. unfold scale. field. lra.
Qed.
