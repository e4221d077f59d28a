(** Averages of finitely many points with positive weights are in the relative interior of the convex hull, and the hull
    has interior points exactly if no direction has the same pairing with all points. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Conjugate Euclid EuclidDuality LipschitzJacobian SemicontinuousMaximum.
From TightMax Require Import PerturbedMaximum Hulls.
From TightMax Require Matrices.
Open Scope R_scope.

(** ** Projection to a span, with bounded coefficients *)

Lemma dot_average_l d n c (x : nat -> vec) r : (forall k, (k < n)%nat -> dot d r (x k) = 0) ->
  dot d r (average n c x) = 0.
Proof.
  intros H. rewrite dot_comm, dot_average, (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|].
  intros k Hk. rewrite dot_comm, H by exact Hk. ring.
Qed.

Lemma span_projection d (x : nat -> vec) n : exists K, 0 <= K /\ forall z, exists c,
  (forall k, (k < n)%nat -> Rabs (c k) <= K * norm2 d z) /\
  forall k, (k < n)%nat -> dot d (sub z (average n c x)) (x k) = 0.
Proof.
  induction n as [|n (K & PK & IH)].
  { exists 0. split; [lra|]. intros z. exists zero. split; intros; lia. }
  destruct (IH (x n)) as (cn & Bn & On). set (e := sub (x n) (average n cn x)) in *.
  assert (Rest : forall w c, dot d (sub w (average n c x)) e = dot d w e).
  { intros w c. rewrite dot_sub_l, (dot_comm d (average n c x)), dot_average_l by exact On. ring. }
  assert (Next : forall w c u, (forall k, (k < n)%nat -> dot d (sub w (average n c x)) (x k) = 0) ->
    dot d (sub w (average n c x)) u = 0 -> u = e -> dot d (sub w (average n c x)) (x n) = 0).
  { intros w c u O U ->. unfold e in U. rewrite dot_sub_right, (dot_average_l d n cn x) in U by exact O. lra. }
  destruct (Req_dec (dot d e e) 0) as [Z|NZ].
  - exists K. split; [exact PK|]. intros z. destruct (IH z) as (c & B & O).
    exists (fun k => if Nat.eqb k n then 0 else c k).
    assert (E : sub z (average (S n) (fun k => if Nat.eqb k n then 0 else c k) x) = sub z (average n c x)).
    { apply functional_extensionality. intros i. unfold sub, average. cbn [sum]. rewrite Nat.eqb_refl.
      rewrite (sum_ext n _ (fun k => c k * x k i)); [ring|]. intros k Hk.
      destruct (Nat.eqb_spec k n); [lia|reflexivity]. }
    split; [|rewrite E].
    + intros k Hk. destruct (Nat.eqb_spec k n) as [->|]; [|apply B; lia]. rewrite Rabs_R0.
      apply Rmult_le_pos; [exact PK|apply norm2_nonneg].
    + intros k Hk. destruct (Nat.eq_dec k n) as [->|]; [|apply O; lia]. apply (Next z c e O); [|reflexivity].
      rewrite dot_comm. apply dot_zero_norm. unfold norm2. rewrite Z. apply sqrt_0.
  - set (q := norm2 d e). assert (Sq : q ^ 2 = dot d e e) by apply norm2_square.
    assert (Pq : 0 < q).
    { destruct (norm2_nonneg d e) as [P|E]; [exact P|]. exfalso. apply NZ. rewrite <- Sq. unfold q. rewrite <- E.
      ring. }
    set (u := norm2 d (x n)). assert (Pu : 0 <= u) by apply norm2_nonneg.
    assert (Iq : 0 < / q) by now apply Rinv_0_lt_compat.
    assert (Pg : 0 <= / q * u) by (apply Rmult_le_pos; lra).
    exists (/ q + K * (1 + / q * u)). split; [nra|]. intros z. set (l := dot d z e / dot d e e).
    assert (Bl : Rabs l <= / q * norm2 d z).
    { unfold l, Rdiv. rewrite Rabs_mult, <- Sq, (Rabs_right (/ q ^ 2)) by (left; apply Rinv_0_lt_compat; nra).
      apply (Rmult_le_reg_r (q ^ 2)); [nra|]. rewrite Rmult_assoc, Rinv_l by nra.
      replace (/ q * norm2 d z * q ^ 2) with (norm2 d z * q) by (field; lra). rewrite Rmult_1_r. apply dot_abs_le. }
    set (w := sub z (scale l (x n))). destruct (IH w) as (c & B & O).
    assert (Bw : norm2 d w <= (1 + / q * u) * norm2 d z).
    { unfold w. replace (sub z (scale l (x n))) with (add z (scale (- l) (x n)))
        by (apply functional_extensionality; intros i; unfold add, sub, scale; ring).
      eapply Rle_trans; [apply norm2_triangle|]. rewrite norm2_multiple, Rabs_Ropp. fold u.
      apply (Rmult_le_compat_r u) in Bl; [lra|exact Pu]. }
    exists (fun k => if Nat.eqb k n then l else c k).
    assert (E : sub z (average (S n) (fun k => if Nat.eqb k n then l else c k) x) = sub w (average n c x)).
    { apply functional_extensionality. intros i. unfold w, sub, average, scale. cbn [sum]. rewrite Nat.eqb_refl.
      rewrite (sum_ext n _ (fun k => c k * x k i)); [ring|]. intros k Hk.
      destruct (Nat.eqb_spec k n); [lia|reflexivity]. }
    pose proof (norm2_nonneg d z) as Pz.
    assert (L1 : K * norm2 d w <= K * ((1 + / q * u) * norm2 d z)) by now apply Rmult_le_compat_l.
    assert (L2 : 0 <= / q * norm2 d z) by (apply Rmult_le_pos; lra).
    split; [|rewrite E].
    + intros k Hk. destruct (Nat.eqb_spec k n) as [->|].
      * assert (0 <= K * ((1 + / q * u) * norm2 d z)) by (repeat apply Rmult_le_pos; lra). lra.
      * specialize (B k ltac:(lia)). lra.
    + intros k Hk. destruct (Nat.eq_dec k n) as [->|]; [|apply O; lia]. apply (Next w c e O); [|reflexivity].
      rewrite Rest. unfold w. rewrite dot_sub_l, Matrices.dot_scale_l.
      assert (Ee : dot d (x n) e = dot d e e).
      { unfold e at 2. rewrite dot_sub_l, (dot_comm d (average n cn x)), dot_average_l by exact On. ring. }
      rewrite Ee. unfold l. field. exact NZ.
Qed.

(** What is in a span and orthogonal to it is 0. *)
Lemma in_span d (x : nat -> vec) n z c e : (forall k, (k < n)%nat -> dot d (sub z (average n c x)) (x k) = 0) ->
  (forall i, (i < d)%nat -> z i = average n e x i) -> forall i, (i < d)%nat -> z i = average n c x i.
Proof.
  intros O E. assert (Z : dot d (sub z (average n c x)) (sub z (average n c x)) <= 0).
  { rewrite dot_sub_right, (dot_average_l d n c x) by exact O.
    rewrite (dot_ext d _ (sub z (average n c x)) z (average n e x)) by (auto; reflexivity).
    rewrite (dot_average_l d n e x) by exact O. lra. }
  intros i Hi. pose proof (square_le_zero d _ Z i Hi) as T. unfold sub in T. lra.
Qed.

(** ** The relative interior *)

(** Weights of sum s over all points are weights of sum s over the needed ones. *)
Lemma weights_in_part d N y b a : (forall p, in_hull d N y p -> in_part d N y b p) -> exists c, sum N c = sum N a /\
  (forall k, (k < N)%nat -> b k = false -> c k = 0) /\ forall i, (i < d)%nat -> average N c y i = average N a y i.
Proof.
  intros B. assert (A : forall n, (n <= N)%nat -> exists c, sum N c = sum n a /\
    (forall k, (k < N)%nat -> b k = false -> c k = 0) /\ forall i, (i < d)%nat -> average N c y i = average n a y i).
  { induction n as [|n IH]; intros Hn.
    - exists zero. split; [apply sum_zero|]. split; [reflexivity|]. intros i _. unfold average, zero. cbn [sum].
      rewrite (sum_ext N _ (fun _ => 0)) by (intros; ring). apply sum_zero.
    - destruct (IH ltac:(lia)) as (c & Sc & Bc & Ec). destruct (B (y n)) as (g & [Pg Sg] & Bg & Eg).
      { exists (vertex n). split; [apply simplex_vertex; lia|]. intros i _. rewrite average_vertex by lia.
        reflexivity. }
      exists (fun k => c k + a n * g k). split; [|split].
      + rewrite sum_plus, sum_scale, Sc, Sg. cbn [sum]. ring.
      + intros k Hk Bk. rewrite (Bc k Hk Bk), (Bg k Hk Bk). ring.
      + intros i Hi. rewrite average_plus, average_scale, (Ec i Hi), <- (Eg i Hi). unfold average. cbn [sum]. ring. }
  now apply A.
Qed.

Lemma positive_weights d N y b a p : (forall p, in_hull d N y p -> in_part d N y b p) -> simplex N a ->
  (forall k, (k < N)%nat -> b k = false -> a k = 0) -> (forall k, (k < N)%nat -> b k = true -> 0 < a k) ->
  (forall i, (i < d)%nat -> p i = average N a y i) -> in_relative_interior d N y p.
Proof.
  intros B Sa Ba Pa Ep. split; [now exists a|]. destruct Sa as [Na Sa].
  assert (X : exists k0, (k0 < N)%nat /\ b k0 = true).
  { apply NNPP. intros No. assert (Z : sum N a = 0).
    { rewrite (sum_ext N a (fun _ => 0)); [apply sum_zero|]. intros k Hk. apply Ba; [exact Hk|].
      destruct (b k) eqn:E; [|reflexivity]. exfalso. apply No. now exists k. }
    lra. }
  destruct X as (k0 & H0 & B0). set (x := fun k => if b k then sub (y k) (y k0) else zero).
  destruct (span_projection d x N) as (K & PK & Proj). destruct (positive_entries_bound a N) as (m & Pm & Lm).
  pose proof (pos_INR N) as PN. assert (PD : 0 < (1 + INR N) * K + 1) by nra.
  exists (m / ((1 + INR N) * K + 1)). split; [now apply Rdiv_lt_0_compat|]. intros q (a1 & S1 & E1) Near.
  destruct (weights_in_part d N y b a1 B) as (a2 & S2 & B2 & E2). set (z := sub q p) in *.
  assert (Shift : forall c i, (forall k, (k < N)%nat -> b k = false -> c k = 0) ->
    average N c x i = average N c y i - sum N c * y k0 i).
  { intros c i Bc. unfold average. rewrite (Rmult_comm (sum N c)), <- sum_scale, <- sum_minus. apply sum_ext.
    intros k Hk. unfold x. destruct (b k) eqn:Bk; [unfold sub; ring|]. rewrite (Bc k Hk Bk). ring. }
  destruct (Proj z) as (c & Bc & Oc).
  assert (Ez : forall i, (i < d)%nat -> z i = average N c x i).
  { apply (in_span d x N z c (fun k => a2 k + -1 * a k) Oc). intros i Hi. rewrite Shift.
    - rewrite average_plus, average_scale, sum_plus, sum_scale, S2, S1, Sa, (E2 i Hi), <- (E1 i Hi), <- (Ep i Hi).
      unfold z, sub. ring.
    - intros k Hk Bk. rewrite (B2 k Hk Bk), (Ba k Hk Bk). ring. }
  set (g := fun k => if b k then c k else 0). assert (Eg : forall i, (i < d)%nat -> z i = average N g x i).
  { intros i Hi. rewrite (Ez i Hi). apply sum_ext. intros k _. unfold g, x, zero. destruct (b k); ring. }
  set (t := K * norm2 d z). assert (Pt : 0 <= t) by (apply Rmult_le_pos; [exact PK|apply norm2_nonneg]).
  assert (Bg : forall k, (k < N)%nat -> Rabs (g k) <= t).
  { intros k Hk. unfold g. destruct (b k); [now apply Bc|now rewrite Rabs_R0]. }
  assert (Bs : Rabs (sum N g) <= INR N * t).
  { eapply Rle_trans; [apply sum_abs|]. rewrite <- sum_const. apply sum_le. exact Bg. }
  assert (Small : (1 + INR N) * t <= m).
  { apply (Rmult_lt_compat_l ((1 + INR N) * K + 1)) in Near; [|exact PD].
    replace (((1 + INR N) * K + 1) * (m / ((1 + INR N) * K + 1))) with m in Near by (field; lra).
    pose proof (norm2_nonneg d z). unfold t. nra. }
  exists (fun k => a k + (g k + - sum N g * vertex k0 k)). split; [split|].
  - intros k Hk. destruct (b k) eqn:Bk.
    + pose proof (Lm k Hk (Pa k Hk Bk)) as L. apply Rabs_le_inv in Bs. specialize (Bg k Hk). apply Rabs_le_inv in Bg.
      unfold vertex. destruct (Nat.eqb k k0); nra.
    + rewrite (Ba k Hk Bk). unfold g at 1. rewrite Bk. unfold vertex.
      destruct (Nat.eqb_spec k k0) as [->|]; [congruence|]. lra.
  - rewrite sum_plus, sum_plus, sum_scale, sum_of_vertex, Sa by exact H0. ring.
  - intros i Hi. rewrite average_plus, average_plus, average_scale, average_vertex, <- (Ep i Hi) by exact H0.
    specialize (Eg i Hi). rewrite Shift in Eg by (intros k _ Bk; unfold g; now rewrite Bk). unfold z, sub in Eg. lra.
Qed.

(** ** The interior *)

(** Some direction other than 0 has the same pairing with all points. *)
Definition flat_direction (d N : nat) (y : nat -> vec) (v : vec) : Prop :=
  forall j k, (j < N)%nat -> (k < N)%nat -> dot d (y j) v = dot d (y k) v.

Lemma flat_on_hull d N y v k p : flat_direction d N y v -> (k < N)%nat -> in_hull d N y p -> dot d p v = dot d (y k) v.
Proof.
  intros Fl Hk (a & [_ Sa] & E). rewrite (dot_of_average d N a y p v E).
  rewrite (sum_ext N _ (fun j => dot d (y k) v * a j)) by (intros j Hj; rewrite (Fl j k Hj Hk); ring).
  rewrite sum_scale, Sa. ring.
Qed.

Lemma interior_iff d N y : (1 <= N)%nat ->
  (has_interior d N y <-> forall v, flat_direction d N y v -> forall i, (i < d)%nat -> v i = 0).
Proof.
  intros HN. split.
  - intros (p & r & Pr & H) v Fl. apply square_le_zero. pose proof (dot_self_nonneg d v) as Pv.
    assert (Pn : 0 <= norm2 d v) by apply norm2_nonneg. set (t := r / (2 * (norm2 d v + 1))).
    assert (Pt : 0 < t) by (apply Rdiv_lt_0_compat; lra).
    assert (In : forall s, 0 <= s <= t -> in_hull d N y (add p (scale s v))).
    { intros s Hs. apply H. replace (sub (add p (scale s v)) p) with (scale s v)
        by (apply functional_extensionality; intros i; unfold sub, add; ring).
      rewrite norm2_scale by lra. apply Rle_lt_trans with (t * norm2 d v); [apply Rmult_le_compat_r; lra|].
      assert (E : t * (2 * (norm2 d v + 1)) = r) by (unfold t; field; lra). nra. }
    pose proof (flat_on_hull d N y v 0 _ Fl ltac:(lia) (In 0 ltac:(lra))) as E0.
    pose proof (flat_on_hull d N y v 0 _ Fl ltac:(lia) (In t ltac:(lra))) as E1.
    rewrite Matrices.dot_add_l, Matrices.dot_scale_l in E0, E1. nra.
  - intros No. assert (Pc : 0 < / INR N) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
    destruct (positive_weights d N y (fun _ => true) (centre N) (average N (centre N) y)) as [_ (r & Pr & H)].
    + intros p (a & Sa & E). exists a. split; [exact Sa|]. split; [intros; discriminate|exact E].
    + now apply simplex_centre.
    + intros; discriminate.
    + intros k _ _. exact Pc.
    + reflexivity.
    + exists (average N (centre N) y), r. split; [exact Pr|]. intros q. apply H.
      set (x := fun k => sub (y k) (y 0%nat)). set (z := sub q (y 0%nat)).
      destruct (span_projection d x N) as (K & _ & Proj). destruct (Proj z) as (c & _ & O).
      assert (Fl : flat_direction d N y (sub z (average N c x))).
      { intros j k Hj Hk. pose proof (O j Hj) as A. pose proof (O k Hk) as A'. unfold x in A, A' at 2.
        rewrite dot_sub_right in A, A'. rewrite !(dot_comm d (y _)). fold x in A, A'. lra. }
      exists (fun k => c k + (1 - sum N c) * vertex 0 k). split.
      * rewrite sum_plus, sum_scale, sum_of_vertex by lia. ring.
      * intros i Hi. rewrite average_plus, average_scale, average_vertex by lia. specialize (No _ Fl i Hi).
        assert (E : average N c x i = average N c y i - sum N c * y 0%nat i).
        { unfold average, x, sub. rewrite (Rmult_comm (sum N c)), <- sum_scale, <- sum_minus. apply sum_ext.
          intros; ring. }
        unfold sub, z in No. rewrite E in No. unfold sub in No. lra.
Qed.
