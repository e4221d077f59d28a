(** The standard normal density has the total mass 1: the square of its integral up to x, as one of a parameter. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LogSumExp NormalTail GumbelVariable.
Open Scope R_scope.

(** A(x) is the integral of e^(-t^2/2) up to x, and B(x) what A(x)^2/2 lacks. *)
Definition bell (t : R) : R := exp (- t ^ 2 / 2).
Definition area (x : R) : R := RInt bell 0 x.
Definition slab (x t : R) : R := exp (- (x ^ 2 * (1 + t ^ 2)) / 2) / (1 + t ^ 2).
Definition rest (x : R) : R := RInt (slab x) 0 1.

(** Both integrands are continuous. *)
Lemma bell_continuous t : continuous bell t.
Proof. apply (ex_derive_continuous bell). unfold bell. auto_derive. trivial. Qed.

Lemma one_plus_square_pos t : 0 < 1 + t ^ 2.
Proof. pose proof (pow2_ge_0 t) as P. lra. Qed.

Lemma slab_continuous x t : continuous (slab x) t.
Proof.
  apply (ex_derive_continuous (slab x)). unfold slab. pose proof (one_plus_square_pos t) as P. auto_derive.
  simpl in P. lra.
Qed.

Lemma bell_integrable a b : ex_RInt bell a b.
Proof. apply (ex_RInt_continuous bell). intros t _. apply bell_continuous. Qed.

Lemma slab_integrable x : ex_RInt (slab x) 0 1.
Proof. apply (ex_RInt_continuous (slab x)). intros t _. apply slab_continuous. Qed.

(** A' = e^(-x^2/2). *)
Lemma area_derive (x : R) : is_derive area x (bell x).
Proof.
  apply (is_derive_RInt bell area 0 x); [|apply bell_continuous]. apply filter_forall. intros y.
  apply (RInt_correct bell), bell_integrable.
Qed.

(** The derivative of the slab in its parameter, which is continuous in both. *)
Lemma slab_derive (x t : R) : is_derive (fun u => slab u t) x (- (x * bell x) * bell (x * t)).
Proof.
  unfold slab, bell. pose proof (one_plus_square_pos t) as P. auto_derive; [trivial|].
  replace (- (x * (x * 1) * (1 + t * (t * 1))) * / 2) with (- x ^ 2 / 2 + - (x * t) ^ 2 / 2)
    by (simpl; unfold Rdiv; ring).
  rewrite exp_plus. set (a := exp (- x ^ 2 / 2)). set (b := exp (- (x * t) ^ 2 / 2)). clearbody a b. field.
  simpl in P. lra.
Qed.

Lemma slab_derivative_continuous x t : continuity_2d_pt (fun u v => Derive (fun z => slab z v) u) x t.
Proof.
  apply (continuity_2d_pt_ext (fun u v => - (u * bell u) * bell (u * v))).
  { intros u v. symmetry. apply is_derive_unique, slab_derive. }
  assert (C : forall u, continuity_pt bell u) by (intros u; apply continuity_pt_filterlim, bell_continuous).
  apply (continuity_2d_pt_mult (fun u _ => - (u * bell u)) (fun u v => bell (u * v))).
  - apply (continuity_1d_2d_pt_comp (fun u => - (u * bell u)) (fun u _ => u)); [|apply continuity_2d_pt_id1].
    apply (continuity_pt_opp (fun u => u * bell u)), (continuity_pt_mult (fun u => u) bell); [|apply C].
    apply derivable_continuous_pt, derivable_pt_id.
  - apply (continuity_1d_2d_pt_comp bell (fun u v => u * v)); [apply C|].
    apply continuity_2d_pt_mult; [apply continuity_2d_pt_id1|apply continuity_2d_pt_id2].
Qed.

(** So B' = - A A'. *)
Lemma rest_derive (x : R) : is_derive rest x (- (bell x * area x)).
Proof.
  replace (- (bell x * area x)) with (RInt (fun t => Derive (fun u => slab u t) x) 0 1).
  - apply (is_derive_RInt_param slab 0 1 x).
    + apply filter_forall. intros u t _. eexists. apply slab_derive.
    + intros t _. apply slab_derivative_continuous.
    + apply filter_forall. intros u. apply slab_integrable.
  - assert (C : RInt (fun t => x * bell (x * t + 0)) 0 1 = area x).
    { pose proof (RInt_comp_lin bell x 0 0 1 (bell_integrable _ _)) as C. replace (x * 0 + 0) with 0 in C by ring.
      replace (x * 1 + 0) with x in C by ring. exact C. }
    rewrite <- C, Ropp_mult_distr_l.
    transitivity (RInt (fun t => - bell x * (x * bell (x * t + 0))) 0 1).
    + apply RInt_ext. intros t _. etransitivity; [apply is_derive_unique, slab_derive|].
      change (- (x * bell x) * bell (x * t) = - bell x * (x * bell (x * t + 0))). rewrite Rplus_0_r. ring.
    + apply (RInt_scal (V := R_CompleteNormedModule) (fun t => x * bell (x * t + 0)) 0 1 (- bell x)).
      apply (ex_RInt_continuous (fun t => x * bell (x * t + 0))). intros t _.
      apply (ex_derive_continuous (fun t => x * bell (x * t + 0))). unfold bell. auto_derive. trivial.
Qed.

(** A^2/2 + B is constant: pi/4. *)
Lemma rest_at_0 : rest 0 = PI / 4.
Proof.
  unfold rest. rewrite <- atan_1. apply is_RInt_unique.
  replace (atan 1) with (atan 1 - atan 0) by (rewrite atan_0; ring).
  apply (is_RInt_ext (fun t => / (1 + t ^ 2))).
  - intros t _. unfold slab. replace (- (0 ^ 2 * (1 + t ^ 2)) / 2) with 0 by (simpl; field).
    rewrite exp_0. change (/ (1 + t ^ 2) = 1 * / (1 + t ^ 2)). ring.
  - apply (is_RInt_derive atan (fun t => / (1 + t ^ 2))); intros t _.
    + apply is_derive_Reals, derivable_pt_lim_atan.
    + apply (ex_derive_continuous (fun t => / (1 + t ^ 2))). auto_derive. pose proof (one_plus_square_pos t) as P.
      simpl in P. lra.
Qed.

Lemma area_square x : / 2 * area x ^ 2 + rest x = PI / 4.
Proof.
  assert (D : forall t, is_derive (fun t => / 2 * area t ^ 2 + rest t) t 0).
  { intros t. replace 0 with (plus (area t * bell t) (- (bell t * area t))) by (unfold plus; simpl; ring).
    apply (is_derive_plus (fun t => / 2 * area t ^ 2) rest); [|apply rest_derive].
    evar_last; [apply (is_derive_scal (fun t => area t ^ 2) t (/ 2)), (is_derive_pow area 2), area_derive|].
    simpl. unfold scal; simpl. unfold mult; simpl. field. }
  assert (Z : area 0 = 0) by exact (RInt_point 0 bell).
  transitivity (/ 2 * area 0 ^ 2 + rest 0); [|rewrite rest_at_0, Z; simpl; field].
  destruct (MVT_gen (fun t => / 2 * area t ^ 2 + rest t) 0 x (fun _ => 0)) as (c & _ & E).
  - intros t _. apply D.
  - intros t _. apply continuity_pt_filterlim, (ex_derive_continuous (fun t => / 2 * area t ^ 2 + rest t)).
    exists 0. apply D.
  - rewrite Rmult_0_l in E. lra.
Qed.

(** B vanishes in the end. *)
Lemma rest_small x : 0 <= rest x <= bell x.
Proof.
  assert (P : forall t, 0 < slab x t <= bell x).
  { intros t. unfold slab, bell. pose proof (one_plus_square_pos t) as P. pose proof (pow2_ge_0 x) as X.
    pose proof (pow2_ge_0 t) as T. split; [apply Rdiv_lt_0_compat; [apply exp_pos|exact P]|].
    apply Rle_trans with (exp (- (x ^ 2 * (1 + t ^ 2)) / 2)).
    - pose proof (exp_pos (- (x ^ 2 * (1 + t ^ 2)) / 2)) as E.
      assert (I : / (1 + t ^ 2) <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra). unfold Rdiv at 1.
      rewrite <- (Rmult_1_r (exp (- (x ^ 2 * (1 + t ^ 2)) / 2))) at 2. apply Rmult_le_compat_l; lra.
    - apply exp_le. nra. }
  unfold rest. split.
  - apply RInt_ge_0; [lra|apply slab_integrable|]. intros t _. left. apply P.
  - pose proof (RInt_le (slab x) (fun _ => bell x) 0 1 ltac:(lra) (slab_integrable x)) as L.
    rewrite RInt_const in L. unfold scal in L; simpl in L. unfold mult in L; simpl in L.
    rewrite Rminus_0_r, Rmult_1_l in L.
    apply L; [apply (ex_RInt_const (V := R_NormedModule))|]. intros t _. apply P.
Qed.

(** So A tends to the root of pi/2. *)
Lemma area_limit x : 0 <= x -> Rabs (area x - sqrt (PI / 2)) <= 3 * exp (- (x / 2)).
Proof.
  intros Hx. pose proof (area_square x) as E. destruct (rest_small x) as [B0 B]. pose proof PI_RGT_0 as P.
  assert (A0 : 0 <= area x).
  { apply RInt_ge_0; [exact Hx|apply bell_integrable|]. intros t _. left. apply exp_pos. }
  assert (R1 : 1 <= sqrt (PI / 2)) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; pose proof PI2_1; lra).
  assert (R2 : sqrt (PI / 2) ^ 2 = PI / 2) by (apply pow2_sqrt; lra).
  assert (Small : bell x <= exp (- (x / 2)) * exp (/ 8)).
  { unfold bell. rewrite <- exp_plus. apply exp_le. pose proof (pow2_ge_0 (x - / 2)) as S. simpl in *. lra. }
  assert (E8 : exp (/ 8) <= 5 / 4).
  { apply Rle_trans with (/ (1 - / 8)); [|lra].
    rewrite <- (Rinv_inv (exp (/ 8))).
    apply Rinv_le_contravar; [lra|]. rewrite <- exp_Ropp. pose proof (exp_ineq1_le (- / 8)). lra. }
  pose proof (exp_pos (- (x / 2))) as Pe. set (r := sqrt (PI / 2)) in *. clearbody r.
  assert (D : (r - area x) * (r + area x) = 2 * rest x) by nra.
  assert (Pos : 0 <= r - area x) by (apply Rnot_lt_le; intros N; nra). rewrite Rabs_left1 by lra.
  assert (S1 : r - area x <= (r - area x) * (r + area x)) by nra.
  assert (S2 : exp (- (x / 2)) * exp (/ 8) <= exp (- (x / 2)) * (5 / 4)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** The total mass of the density is 1. *)
Lemma normal_mass : is_RInt_gen normal_density minus_infinity plus_infinity 1.
Proof.
  pose proof root_above_1 as Q. pose proof PI_RGT_0 as P. set (q := / sqrt (2 * PI)).
  assert (Half : q * sqrt (PI / 2) = / 2).
  { unfold q. replace (2 * PI) with (4 * (PI / 2)) by field. rewrite sqrt_mult by lra.
    replace 4 with (2 ^ 2) by ring. rewrite sqrt_pow2 by lra. assert (0 < sqrt (PI / 2)) by (apply sqrt_lt_R0; lra).
    field. lra. }
  assert (Pq : 0 < q) by (apply Rinv_0_lt_compat; lra).
  replace 1 with (q * sqrt (PI / 2) - q * - sqrt (PI / 2)) by lra.
  assert (L : forall z, 0 <= z -> Rabs (q * area z - q * sqrt (PI / 2)) <= 3 * q * exp (- (z / 2))).
  { intros z Hz. pose proof (area_limit z Hz) as L. rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq q) by lra.
    replace (3 * q * exp (- (z / 2))) with (q * (3 * exp (- (z / 2)))) by ring. apply Rmult_le_compat_l; lra. }
  assert (Odd : forall z, area (- z) = - area z).
  { intros z. unfold area. pose proof (RInt_comp_lin bell (-1) 0 0 z (bell_integrable _ _)) as C.
    replace (-1 * 0 + 0) with 0 in C by ring. replace (-1 * z + 0) with (- z) in C by ring. rewrite <- C.
    transitivity (RInt (fun t => -1 * bell t) 0 z).
    - apply RInt_ext. intros t _. change (-1 * bell (-1 * t + 0) = -1 * bell t). unfold bell. do 2 f_equal. field.
    - transitivity (-1 * RInt bell 0 z); [|ring].
      apply (RInt_scal (V := R_CompleteNormedModule) bell 0 z (-1)), bell_integrable. }
  apply (integral (fun z => q * area z) normal_density).
  - intros z. replace (normal_density z) with (q * bell z) by (unfold normal_density, bell, q, Rdiv; ring).
    apply (is_derive_scal area z q), area_derive.
  - apply NormalTail.density_continuous.
  - apply (limit_left _ _ (3 * q)). intros z Hz. specialize (L (- z) ltac:(lra)). rewrite Odd in L.
    replace (- (- z / 2)) with (z / 2) in L by field. rewrite <- Rabs_Ropp.
    replace (- (q * area z - q * - sqrt (PI / 2))) with (q * - area z - q * sqrt (PI / 2)) by ring. exact L.
  - apply (limit_right _ _ (3 * q) L).
Qed.
