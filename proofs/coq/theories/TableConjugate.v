(** The conjugate of a table on a fine lattice is almost strongly convex on the simplex; what such functions tend to, as the
    step goes to 0, is strongly convex. *)

From Coq Require Import Reals Lra Lia ZArith List FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Converse Duality TableNoise TableMoments.
Import ListNotations.
Open Scope R_scope.

(** ** On one lattice *)

(** A sequence that bends down, and is 0 at 0 and at 1, is positive nowhere. *)
Lemma bends_down (g : Z -> R) : (forall k, g (k + 1)%Z + g (k - 1)%Z - 2 * g k <= 0) -> g 0%Z = 0 -> g 1%Z = 0 ->
  forall k, g k <= 0.
Proof.
  intros B G0 G1.
  assert (Up : forall m, g (Z.of_nat m) <= 0 /\ g (Z.of_nat m + 1)%Z <= g (Z.of_nat m)).
  { induction m as [|m [I1 I2]]; [simpl; lra|]. specialize (B (Z.of_nat m + 1)%Z).
    replace (Z.of_nat m + 1 - 1)%Z with (Z.of_nat m) in B by ring. replace (Z.of_nat (S m)) with (Z.of_nat m + 1)%Z by lia. lra. }
  assert (Down : forall m, g (- Z.of_nat m)%Z <= 0 /\ g (- Z.of_nat m)%Z <= g (- Z.of_nat m + 1)%Z).
  { induction m as [|m [I1 I2]]; [simpl; lra|]. specialize (B (- Z.of_nat m)%Z).
    replace (- Z.of_nat (S m))%Z with (- Z.of_nat m - 1)%Z by lia.
    replace (- Z.of_nat m - 1 + 1)%Z with (- Z.of_nat m)%Z by ring. lra. }
  intros k. destruct (Z.le_gt_cases 0 k).
  - rewrite <- (Z2Nat.id k) by assumption. apply Up.
  - replace k with (- Z.of_nat (Z.to_nat (- k)))%Z by lia. apply Down.
Qed.

Lemma near_integer r : exists k, Rabs (IZR k - r) <= 1.
Proof. exists (up r). destruct (archimed r). apply Rabs_le. lra. Qed.

Section Conjugate.

Variables (n : nat) (eta : R) (F : point -> R).
Hypothesis step : 0 < eta.
Hypothesis nonnegative : forall z, 0 <= F z.
Hypothesis above : forall z i, (i < n)%nat -> -2 * eta * IZR (z i) <= F z.
Hypothesis bends : forall z e, In e (cube n) -> F (move z 1 e) + F (move z (-1) e) - 2 * F z <= eta ^ 2.

Let d := S n.

(** The inner product with the point eta (1, ..., 1) - 2 eta (z, 0), up to what is the same on the simplex. *)
Definition pairing (p : vec) (z : point) : R := -2 * eta * sum n (fun i => p i * IZR (z i)).
Definition cut (p : vec) : vec := fun i => if Nat.ltb i (S n) then p i else 0.
Definition dual (p : vec) : R := supremum (fun r => exists z, r = pairing (cut p) z - F z).

Lemma pairing_cut p z : pairing (cut p) z = pairing p z.
Proof.
  unfold pairing. f_equal. apply sum_ext. intros i Hi. unfold cut. destruct (Nat.ltb_spec i (S n)); [reflexivity|lia].
Qed.

Lemma dual_first : on_first d dual.
Proof.
  intros p q E. unfold dual. replace (cut q) with (cut p); [reflexivity|]. apply functional_extensionality. intros i.
  unfold cut. destruct (Nat.ltb_spec i (S n)); [now apply E|reflexivity].
Qed.

Lemma pairing_below p z : simplex d p -> pairing p z <= F z.
Proof.
  intros [P0 P1]. unfold d in *. cbn [sum] in P1. pose proof (P0 n ltac:(lia)) as Pn.
  apply Rle_trans with (sum n (fun i => p i * F z)).
  - unfold pairing. rewrite <- sum_scale. apply sum_le. intros i Hi. pose proof (P0 i ltac:(lia)). pose proof (above z i Hi).
    replace (-2 * eta * (p i * IZR (z i))) with (p i * (-2 * eta * IZR (z i))) by ring. apply Rmult_le_compat_l; lra.
  - rewrite (sum_ext n _ (fun i => F z * p i)) by (intros; ring). rewrite sum_scale. pose proof (nonnegative z).
    rewrite <- (Rmult_1_r (F z)) at 2. apply Rmult_le_compat_l; lra.
Qed.

Lemma dual_lub p : simplex d p -> is_lub (fun r => exists z, r = pairing (cut p) z - F z) (dual p).
Proof.
  intros Hp. apply supremum_lub.
  - exists 0. intros r [z ->]. rewrite pairing_cut. pose proof (pairing_below p z Hp). lra.
  - now exists (pairing (cut p) origin - F origin), origin.
Qed.

Lemma dual_ge p z : simplex d p -> pairing p z - F z <= dual p.
Proof. intros Hp. destruct (dual_lub p Hp) as [U _]. apply U. exists z. now rewrite pairing_cut. Qed.

Lemma dual_le p b : simplex d p -> (forall z, pairing p z - F z <= b) -> dual p <= b.
Proof. intros Hp H. destruct (dual_lub p Hp) as [_ L]. apply L. intros r [z ->]. rewrite pairing_cut. apply H. Qed.

Lemma dual_range p : simplex d p -> - F origin <= dual p <= 0.
Proof.
  intros Hp. split.
  - pose proof (dual_ge p origin Hp) as H. unfold pairing in H.
    rewrite (sum_ext n _ (fun _ => 0)), sum_zero in H by (intros; unfold origin; ring). lra.
  - apply dual_le; [exact Hp|]. intros z. pose proof (pairing_below p z Hp). lra.
Qed.

(** One of the vectors of zeros and ones shows the whole l1 distance of two points. *)
Lemma distance_shown a b : simplex d a -> simplex d b -> exists e, In e (cube n) /\
  (2 * (sum n (fun i => b i * IZR (e i)) - sum n (fun i => a i * IZR (e i)))) ^ 2 = norm1 d (sub a b) ^ 2.
Proof.
  intros [_ Sa] [_ Sb]. unfold d in *. cbn [sum] in Sa, Sb.
  set (side := fun w : R => if Rle_dec 0 w then 0%Z else 1%Z).
  set (flip := side (b n - a n)).
  exists (fun i => if Nat.ltb i n then if Z.eqb flip 0 then side (b i - a i) else Z.sub 1 (side (b i - a i)) else 0%Z).
  split.
  - apply cube_has; intros i Hi; destruct (Nat.ltb_spec i n); try lia; unfold side; destruct (Z.eqb flip 0), (Rle_dec _ _); auto.
  - assert (Abs : forall w, Rabs w = w * (1 - 2 * IZR (side w))).
    { intros w. unfold side. destruct (Rle_dec 0 w); [rewrite Rabs_pos_eq by lra|rewrite Rabs_left by lra]; simpl; ring. }
    assert (N : norm1 (S n) (sub a b) = sum n (fun i => b i - a i) - 2 * sum n (fun i => (b i - a i) * IZR (side (b i - a i)))
      + (b n - a n) * (1 - 2 * IZR flip)).
    { unfold norm1. cbn [sum]. unfold flip. rewrite <- Abs. unfold sub at 2. rewrite Rabs_minus_sym. f_equal.
      rewrite <- sum_scale, <- sum_minus. apply sum_ext. intros i _. unfold sub. rewrite Rabs_minus_sym, Abs. ring. }
    rewrite N, sum_minus, <- sum_minus.
    destruct (Z.eqb_spec flip 0) as [E|E].
    + rewrite (sum_ext n (fun i => _ - _) (fun i => (b i - a i) * IZR (side (b i - a i)))).
      2: { intros i Hi. destruct (Nat.ltb_spec i n); [ring|lia]. }
      rewrite E. simpl. set (T := sum n (fun i => (b i - a i) * IZR (side (b i - a i)))).
      replace (sum n b - sum n a) with (- (b n - a n)) by lra. ring.
    + assert (flip = 1%Z) as E1 by (unfold flip, side in *; destruct (Rle_dec _ _); [contradiction|reflexivity]).
      rewrite (sum_ext n (fun i => _ - _) (fun i => (b i - a i) - (b i - a i) * IZR (side (b i - a i)))).
      2: { intros i Hi. destruct (Nat.ltb_spec i n); [|lia]. rewrite minus_IZR. ring. }
      rewrite sum_minus, sum_minus, E1. set (T := sum n (fun i => (b i - a i) * IZR (side (b i - a i)))).
      replace (sum n b - sum n a) with (- (b n - a n)) by lra. ring.
Qed.

(** Best among the points of a line along such a vector. *)
Lemma dual_on_line p z e c : simplex d p -> (forall k, F (move z k e) <= F z + c * IZR k + eta ^ 2 / 2 * IZR k ^ 2) ->
  pairing p z - F z + ((2 * eta * sum n (fun i => p i * IZR (e i)) + c) / eta) ^ 2 / 2 - eta ^ 2 / 2 <= dual p.
Proof.
  intros Hp H. set (E := sum n (fun i => p i * IZR (e i))). set (al := - (2 * eta * E + c) / eta).
  destruct (near_integer (al / eta)) as [k Hk]. pose proof (dual_ge p (move z k e) Hp) as G. specialize (H k).
  assert (P : pairing p (move z k e) = pairing p z - 2 * eta * E * IZR k).
  { unfold pairing, E. rewrite (sum_ext n (fun i => p i * IZR (move z k e i))
      (fun i => p i * IZR (z i) + IZR k * (p i * IZR (e i)))) by (intros; unfold move; rewrite plus_IZR, mult_IZR; ring).
    rewrite sum_plus, sum_scale. ring. }
  rewrite P in G. assert (Al : 2 * eta * E + c = - al * eta) by (unfold al; field; lra).
  rewrite Al. replace (- al * eta / eta) with (- al) by (field; lra).
  assert (S : (IZR k * eta - al) ^ 2 <= eta ^ 2).
  { replace (IZR k * eta - al) with ((IZR k - al / eta) * eta) by (field; lra). rewrite Rpow_mult_distr.
    rewrite <- (pow2_abs (IZR k - al / eta)). pose proof (Rabs_pos (IZR k - al / eta)).
    rewrite <- (Rmult_1_l (eta ^ 2)) at 2. apply Rmult_le_compat_r; [apply pow2_ge_0|]. nra. }
  replace (2 * eta * E * IZR k) with ((- al * eta - c) * IZR k) in G by (rewrite <- Al; ring). lra.
Qed.

Lemma dual_nearly_convex a b s : simplex d a -> simplex d b -> 0 <= s <= 1 ->
  dual (mix s a b) <= (1 - s) * dual a + s * dual b - s * (1 - s) / 2 * norm1 d (sub a b) ^ 2 + eta ^ 2.
Proof.
  intros Sa Sb Hs. apply dual_le; [now apply simplex_mix|]. intros z.
  destruct (distance_shown a b Sa Sb) as (e & He & N). rewrite <- N.
  set (Ea := sum n (fun i => a i * IZR (e i))) in *. set (Eb := sum n (fun i => b i * IZR (e i))) in *.
  set (c := F (move z 1 e) - F z - eta ^ 2 / 2).
  assert (L : forall k, F (move z k e) <= F z + c * IZR k + eta ^ 2 / 2 * IZR k ^ 2).
  { intros k. enough (F (move z k e) - F z - c * IZR k - eta ^ 2 / 2 * IZR k ^ 2 <= 0) by lra.
    apply (bends_down (fun k => F (move z k e) - F z - c * IZR k - eta ^ 2 / 2 * IZR k ^ 2)).
    - intros j. pose proof (bends (move z j e) e He) as B. rewrite 2 move_same in B.
      change (j + -1)%Z with (j - 1)%Z in B. rewrite plus_IZR, minus_IZR. lra.
    - rewrite move_0. simpl. ring.
    - unfold c. simpl. field. }
  pose proof (dual_on_line a z e c Sa L) as Da. pose proof (dual_on_line b z e c Sb L) as Db. fold Ea in Da. fold Eb in Db.
  set (x := (2 * eta * Ea + c) / eta) in *. set (y := (2 * eta * Eb + c) / eta) in *.
  assert (D : 2 * (Eb - Ea) = y - x) by (unfold x, y; field; lra). rewrite D.
  assert (P : pairing (mix s a b) z = (1 - s) * pairing a z + s * pairing b z).
  { unfold pairing, mix. rewrite (sum_ext n _ (fun i => (1 - s) * (a i * IZR (z i)) + s * (b i * IZR (z i)))) by (intros; ring).
    rewrite sum_plus, 2 sum_scale. ring. }
  rewrite P. apply (Rmult_le_compat_l (1 - s)) in Da; [|lra]. apply (Rmult_le_compat_l s) in Db; [|lra].
  pose proof (pow2_ge_0 ((1 - s) * x + s * y)). pose proof (pow2_ge_0 eta).
  replace (s * (1 - s) / 2 * (y - x) ^ 2) with (((1 - s) * x ^ 2 + s * y ^ 2 - ((1 - s) * x + s * y) ^ 2) / 2) by field. lra.
Qed.

End Conjugate.

(** ** The limit *)

(** Functions on the simplex in [-w M, 0], strongly convex up to e M; w and e tend to W and 0. *)
Lemma limit_smoothing d (g : nat -> vec -> R) (w e : nat -> R) W B : (1 <= d)%nat -> (forall M, on_first d (g M)) ->
  (forall M p, (1 <= M)%nat -> simplex d p -> - w M <= g M p <= 0) ->
  (forall M a b s, (1 <= M)%nat -> simplex d a -> simplex d b -> 0 <= s <= 1 ->
    g M (mix s a b) <= (1 - s) * g M a + s * g M b - s * (1 - s) / 2 * norm1 d (sub a b) ^ 2 + e M) ->
  (forall M, (1 <= M)%nat -> w M <= B) ->
  (forall c, 0 < c -> exists m, forall M, (m <= M)%nat -> w M <= W + c /\ e M <= c) -> exists f, smoothing d W f.
Proof.
  intros Hd First Range Conv Bound Lim.
  set (E := fun (values : nat -> R) r => exists m, forall M, (m <= M)%nat -> (1 <= M)%nat -> values M <= - r).
  set (low := fun p => - supremum (E (fun M => g M p))).
  assert (Lub : forall p, simplex d p -> is_lub (E (fun M => g M p)) (- low p)).
  { intros p Hp. unfold low. rewrite Ropp_involutive. apply supremum_lub.
    - exists B. intros r [m H]. specialize (H (S m) ltac:(lia) ltac:(lia)). pose proof (Range (S m) p ltac:(lia) Hp).
      specialize (Bound (S m) ltac:(lia)). lra.
    - exists 0, 0%nat. intros M _ HM. pose proof (Range M p HM Hp). lra. }
  assert (Low : forall p r, simplex d p -> (exists m, forall M, (m <= M)%nat -> (1 <= M)%nat -> g M p <= r) -> low p <= r).
  { intros p r Hp [m H]. destruct (Lub p Hp) as [U _]. enough (- r <= - low p) by lra. apply U. exists m.
    intros M H1 H2. rewrite Ropp_involutive. now apply H. }
  assert (Near : forall p c, simplex d p -> 0 < c -> exists m, forall M, (m <= M)%nat -> (1 <= M)%nat -> g M p <= low p + c).
  { intros p c Hp Hc. destruct (Lub p Hp) as [_ L]. apply Classical_Prop.NNPP. intros N.
    assert (- low p <= - low p - c); [|lra]. apply L. intros r [m H]. apply Rnot_lt_le. intros Lt. apply N. exists m.
    intros M H1 H2. specialize (H M H1 H2). lra. }
  apply (Duality.duality d W Hd). exists low. split; [|split].
  - intros p q Epq. unfold low. replace (fun M => g M q) with (fun M => g M p); [reflexivity|].
    apply functional_extensionality. intros M. now apply First.
  - intros a b s Sa Sb Hs. apply Rnot_lt_le. intros L.
    set (c := (low (mix s a b) - ((1 - s) * low a + s * low b - s * (1 - s) / 2 * norm1 d (sub a b) ^ 2)) / 4).
    assert (Hc : 0 < c) by (unfold c; lra).
    destruct (Near a c Sa Hc) as [m1 H1]. destruct (Near b c Sb Hc) as [m2 H2]. destruct (Lim c Hc) as [m3 H3].
    enough (low (mix s a b) <= low (mix s a b) - 2 * c) by lra. apply Low; [now apply simplex_mix|].
    exists (m1 + m2 + m3)%nat. intros M HM M1. specialize (H1 M ltac:(lia) M1). specialize (H2 M ltac:(lia) M1).
    destruct (H3 M ltac:(lia)) as [_ H4]. pose proof (Conv M a b s M1 Sa Sb Hs) as C.
    apply (Rmult_le_compat_l (1 - s)) in H1; [|lra]. apply (Rmult_le_compat_l s) in H2; [|lra]. unfold c in *. lra.
  - intros p Hp. split.
    + apply Rnot_lt_le. intros L. set (c := (- W - low p) / 4). assert (Hc : 0 < c) by (unfold c; lra).
      destruct (Near p c Hp Hc) as [m1 H1]. destruct (Lim c Hc) as [m2 H2].
      specialize (H1 (S (m1 + m2)) ltac:(lia) ltac:(lia)). destruct (H2 (S (m1 + m2)) ltac:(lia)) as [H3 _].
      pose proof (Range (S (m1 + m2)) p ltac:(lia) Hp). unfold c in *. lra.
    + apply Low; [exact Hp|]. exists 0%nat. intros M _ HM. pose proof (Range M p HM Hp). lra.
Qed.
