(** The compiled exponential is off by at most five halves of the unit roundoff. *)

From Coq Require Import Reals Lra Lia ZArith List.
From Flocq Require Import Core Mult_error.
From TightMax Require Import RoundedSums RoundedPolynomials ExponentialConstants.
Open Scope R_scope.

(** The numbers of the type, without a largest one. *)
Definition number (F : exponential) (x : R) : Prop :=
  generic_format radix2 (FLT_exp (least_exponent F) (digits F)) x.

(** An operation whose exact result is x gives y: a number of the type, off by at most u times x, and x itself if that
    is a number of the type. *)
Definition operation (F : exponential) (x y : R) : Prop :=
  number F y /\ rounded (roundoff F) x y /\ (number F x -> y = x).

(** The least normal number. *)
Definition least_normal (F : exponential) : R := bpow radix2 (least_exponent F + digits F - 1).

Section Reduction.
Variables (F : exponential) (h s most : Z).
Hypothesis HF : fits F h s most.

Let u := roundoff F.

Local Instance digits_positive : Prec_gt_0 (digits F).
Proof. exact (fits_digits _ _ _ _ HF). Qed.

(** A multiple of 2^e that is at most 2^(e + digits) is a number of the type. *)
Lemma multiple_number n e x : (least_exponent F <= e)%Z -> x = IZR n * bpow radix2 e ->
  Rabs x <= bpow radix2 (e + digits F) -> number F x.
Proof.
  intros He E Hx. apply (generic_inclusion_mag _ (FLT_exp e (digits F))); [intros _; unfold FLT_exp; lia|].
  apply generic_format_FLT_FIX; [typeclasses eauto|exact Hx|]. apply generic_format_FIX.
  now apply (FIX_spec _ _ _ (Float radix2 n e)).
Qed.

Variables (z : R) (k : Z) (m : R).
Hypotheses (Hz : number F z) (Range : lowest F <= z <= 0).
Hypotheses (Hm : rounded u (z * inverse F) m) (Hk : Rabs (m - IZR k) <= 1 / 2).

Lemma roundoff_small : 0 < u <= 1 / 1000000.
Proof. pose proof (fits_roundoff _ _ _ _ HF) as H. fold u in H. lra. Qed.

Lemma product_small : Rabs m <= - z * inverse F * (1 + u).
Proof.
  destruct Hm as (e & He & ->). pose proof (fits_inverse _ _ _ _ HF) as I. pose proof roundoff_small as U.
  rewrite 2 Rabs_mult, (Rabs_left1 z), (Rabs_pos_eq (inverse F)) by lra. apply Rabs_le_inv in He.
  apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|]. apply Rabs_le. lra.
Qed.

Lemma integer_small : Rabs (IZR k) <= IZR most.
Proof.
  pose proof product_small as P. pose proof (fits_inverse _ _ _ _ HF) as I. pose proof roundoff_small as U.
  pose proof (fits_most _ _ _ _ HF) as M. fold u in M.
  assert (X : - z * inverse F * (1 + u) <= - lowest F * inverse F * (1 + u)).
  { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; lra. }
  assert (Y : Rabs (IZR k) < IZR (most + 1)).
  { rewrite plus_IZR. pose proof (Rabs_triang m (IZR k - m)) as T. replace (m + (IZR k - m)) with (IZR k) in T by ring.
    rewrite (Rabs_minus_sym (IZR k)) in T. lra. }
  rewrite <- abs_IZR in *. apply lt_IZR in Y. apply IZR_le. lia.
Qed.

(** ** The reduced argument *)

Let r := z - IZR k * ln 2.

Lemma remainder_small : Rabs r <= 0.3466.
Proof.
  destruct Hm as (e & He & Em). pose proof (fits_factor _ _ _ _ HF e He) as A. fold u in A.
  pose proof (fits_nearest _ _ _ _ HF) as N. fold u in N. pose proof roundoff_small as U.
  assert (L2 : 0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra).
  replace r with (z * (1 - inverse F * (1 + e) * ln 2) + (m - IZR k) * ln 2) by (unfold r; rewrite Em; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult, (Rabs_left1 z), (Rabs_pos_eq (ln 2)) by lra.
  assert (X : - z * Rabs (1 - inverse F * (1 + e) * ln 2) <= - lowest F * (201 / 100 * u)).
  { apply Rmult_le_compat; try lra. apply Rabs_pos. }
  assert (Y : Rabs (m - IZR k) * ln 2 <= 1 / 2 * ln 2) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Let q := IZR k * (ln 2 - above F - below F).
Let P := IZR k * below F.

Lemma parts_small : Rabs q <= u / 200 /\ Rabs P <= 1 / 200.
Proof.
  pose proof integer_small as K. unfold q, P. rewrite 2 Rabs_mult. split.
  - eapply Rle_trans; [|exact (fits_ln_2 _ _ _ _ HF)]. apply Rmult_le_compat_r; [apply Rabs_pos|exact K].
  - eapply Rle_trans; [|exact (fits_below _ _ _ _ HF)]. apply Rmult_le_compat_r; [apply Rabs_pos|exact K].
Qed.

Lemma product_is_number : number F (- IZR k * above F).
Proof.
  pose proof integer_small as K. rewrite (fits_above _ _ _ _ HF). apply (multiple_number (- k * h) (- s)).
  - pose proof (fits_least _ _ _ _ HF). pose proof (fits_spacing _ _ _ _ HF). lia.
  - rewrite mult_IZR, opp_IZR. ring.
  - replace (- IZR k * (IZR h * bpow radix2 (- s))) with (bpow radix2 (- s) * IZR (- k * h))
      by (rewrite mult_IZR, opp_IZR; ring).
    rewrite bpow_plus, Rabs_mult, (Rabs_pos_eq (bpow radix2 (- s))) by apply bpow_ge_0.
    apply Rmult_le_compat_l; [apply bpow_ge_0|].
    pose proof (fits_digits _ _ _ _ HF) as D. rewrite <- (IZR_Zpower radix2) by lia. rewrite <- abs_IZR in *.
    apply le_IZR in K. apply IZR_le. change (Zpower radix2 (digits F)) with (2 ^ digits F)%Z.
    pose proof (fits_product _ _ _ _ HF) as (A & B & C). rewrite Z.abs_mul, Z.abs_opp, (Z.abs_eq h) by exact A. nia.
Qed.

Lemma difference_is_number : number F (- IZR k * above F + z).
Proof.
  destruct (Z.eq_dec k 0) as [->|N].
  { replace (- 0 * above F + z) with z by ring. exact Hz. }
  pose proof (fits_digits _ _ _ _ HF) as D. pose proof (fits_least _ _ _ _ HF) as L.
  pose proof (fits_spacing _ _ _ _ HF) as S. pose proof roundoff_small as U.
  set (e := (- (digits F + 1))%Z) in *.
  assert (Z4 : bpow radix2 (-2) <= Rabs z).
  { change (bpow radix2 (-2)) with (/ 4). rewrite Rabs_left1 by lra. pose proof product_small as X.
    pose proof (fits_inverse _ _ _ _ HF) as I.
    assert (K1 : 1 <= Rabs (IZR k)) by (rewrite <- abs_IZR; apply (IZR_le 1); lia).
    pose proof (Rabs_triang m (IZR k - m)) as T. replace (m + (IZR k - m)) with (IZR k) in T by ring.
    rewrite (Rabs_minus_sym (IZR k)) in T.
    assert (Y : - z * inverse F * (1 + u) <= - z * 1.45 * (1 + u)).
    { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; lra. }
    assert (V : - z * 1.45 * (1 + u) <= - z * 1.45 * 1.01) by (apply Rmult_le_compat_l; lra). lra. }
  assert (Fz : generic_format radix2 (FIX_exp e) z).
  { apply (generic_inclusion_ge radix2 (FLT_exp (least_exponent F) (digits F)) _ (-2)); [|exact Z4|exact Hz].
    intros i Hi. unfold FIX_exp, FLT_exp, e. lia. }
  apply FIX_format_generic in Fz. destruct Fz as [[n e'] En Ee]. cbn [Fexp] in Ee. subst e'. unfold F2R in En.
  cbn [Fnum Fexp] in En.
  apply (multiple_number (- k * h * 2 ^ (- s - e) + n) e); [exact L| |].
  - rewrite En, (fits_above _ _ _ _ HF), plus_IZR, 2 mult_IZR, opp_IZR.
    change (2 ^ (- s - e))%Z with (Zpower radix2 (- s - e)). rewrite IZR_Zpower by (unfold e; lia).
    rewrite Rmult_plus_distr_r, Rmult_assoc, <- bpow_plus. replace (- s - e + e)%Z with (- s)%Z by lia. ring.
  - replace (e + digits F)%Z with (-1)%Z by (unfold e; lia). change (bpow radix2 (-1)) with (/ 2).
    replace (- IZR k * above F + z) with (r + (q + P)) by (unfold r, q, P; ring).
    pose proof remainder_small as R. destruct parts_small as [Q1 Q2].
    pose proof (Rabs_triang r (q + P)) as T1. pose proof (Rabs_triang q P) as T2. lra.
Qed.

Variables (d w : R).
Hypotheses (Hd : product_and_sum (operation F) (- IZR k) (above F) z d)
           (Hw : product_and_sum (operation F) (- IZR k) (below F) d w).

(** z - k H is exact. *)
Lemma difference_exact : d = z - IZR k * above F.
Proof.
  replace (z - IZR k * above F) with (- IZR k * above F + z) by ring.
  destruct Hd as [(_ & _ & E)|p (_ & _ & E) (_ & _ & E')]; [apply E, difference_is_number|].
  rewrite (E product_is_number) in E'. apply E', difference_is_number.
Qed.

(** w - r, with the errors a and b of product and sum. *)
Lemma reduced_error : exists a b, Rabs a <= u /\ Rabs b <= u /\
  w - r = (r + q) * b + a * P * (1 + b) + q.
Proof.
  pose proof roundoff_small as U. rewrite difference_exact in Hw.
  destruct Hw as [(_ & (b & Hb & E) & _)|p (_ & (a & Ha & Ep) & _) (_ & (b & Hb & E) & _)].
  - exists 0, b. rewrite Rabs_R0. split; [lra|]. split; [exact Hb|]. rewrite E. unfold r, q, P. ring.
  - exists (- a), b. rewrite Rabs_Ropp. split; [exact Ha|]. split; [exact Hb|]. rewrite E, Ep. unfold r, q, P. ring.
Qed.

Lemma reduced_small : Rabs (w - r) <= 9 / 25 * u.
Proof.
  destruct reduced_error as (a & b & Ha & Hb & ->). pose proof remainder_small as R. destruct parts_small as [Q1 Q2].
  pose proof roundoff_small as U.
  assert (A : Rabs ((r + q) * b) <= 0.3467 * u).
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [|exact Hb].
    eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (B : Rabs (a * P * (1 + b)) <= u * (1 / 200) * 1.01).
  { rewrite 2 Rabs_mult. repeat apply Rmult_le_compat; try apply Rmult_le_pos; try apply Rabs_pos; try assumption.
    apply Rabs_le_inv in Hb. apply Rabs_le. lra. }
  eapply Rle_trans; [apply Rabs_triang|]. pose proof (Rabs_triang ((r + q) * b) (a * P * (1 + b))) as T. lra.
Qed.

(** ** The polynomial *)

Variable g : R.
Hypothesis Hg : horner (operation F) w (coefficients F) g.

Let p := polynomial w (coefficients F).

Lemma argument_small : Rabs w <= 0.3467.
Proof.
  pose proof reduced_small as A. pose proof remainder_small as R. pose proof roundoff_small as U.
  replace w with (w - r + r) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma polynomial_close : Rabs (p - exp w) <= 3 / 50 * (u * exp w).
Proof.
  pose proof (fits_polynomial _ _ _ _ HF w argument_small) as H. fold p u in H.
  replace (p - exp w) with (exp w * (p * exp (- w) - 1)) by (rewrite exp_Ropp; field; apply Rgt_not_eq, exp_pos).
  pose proof (exp_pos w) as E. rewrite Rabs_mult, (Rabs_pos_eq (exp w)) by lra.
  replace (3 / 50 * (u * exp w)) with (exp w * (3 / 50 * u)) by ring. apply Rmult_le_compat_l; lra.
Qed.

Lemma horner_close : Rabs (g - p) <= 203 / 100 * (u * p).
Proof.
  pose proof roundoff_small as U. eapply Rle_trans.
  - apply (horner_rounded u (operation F)); [lra|intros a b H; apply H|exact Hg].
  - replace (203 / 100 * (u * p)) with (u * (203 / 100 * p)) by ring. apply Rmult_le_compat_l; [lra|].
    exact (fits_horner _ _ _ _ HF w argument_small).
Qed.

End Reduction.

(** The three errors together: Y = e^w and X = e^r. *)
Lemma errors_together u g p w r : 0 < u <= 1 / 1000000 -> Rabs (p - exp w) <= 3 / 50 * (u * exp w) ->
  Rabs (g - p) <= 203 / 100 * (u * p) -> Rabs (w - r) <= 9 / 25 * u -> Rabs (g - exp r) <= 5 / 2 * (u * exp r).
Proof.
  intros Hu H1 H2 H3. pose proof (exp_pos w) as Y0. pose proof (exp_pos r) as X0.
  pose proof (exp_ineq1_le (w - r)) as A. pose proof (exp_ineq1_le (r - w)) as B.
  assert (A' : (1 + (w - r)) * exp r <= exp w).
  { replace (exp w) with (exp (w - r) * exp r) by (rewrite <- exp_plus; f_equal; ring).
    apply Rmult_le_compat_r; lra. }
  assert (B' : (1 + (r - w)) * exp w <= exp r).
  { replace (exp r) with (exp (r - w) * exp w) by (rewrite <- exp_plus; f_equal; ring).
    apply Rmult_le_compat_r; lra. }
  set (X := exp r) in *. set (Y := exp w) in *.
  apply Rabs_le_inv in H1. apply Rabs_le_inv in H2. apply Rabs_le_inv in H3.
  assert (C : 0 <= (9 / 25 * u + (w - r)) * X) by (apply Rmult_le_pos; lra).
  assert (D : 0 <= (9 / 25 * u - (w - r)) * Y) by (apply Rmult_le_pos; lra).
  assert (UY : 0 <= (1 / 1000000 - u) * Y) by (apply Rmult_le_pos; lra).
  assert (Near : Y <= 1.001 * X) by lra.
  assert (E : 0 <= u * (1.001 * X - Y)) by (apply Rmult_le_pos; lra).
  assert (G : 0 <= u * (1.001 * Y - p)) by (apply Rmult_le_pos; lra).
  apply Rabs_le. lra.
Qed.

(** 2^k g has no further rounding where it is normal. *)
Lemma scaled_number F k g : (0 < digits F)%Z -> number F g -> least_normal F <= Rabs (powerRZ 2 k * g) ->
  number F (powerRZ 2 k * g).
Proof.
  intros D Hg H. assert (E : powerRZ 2 k * g = g * bpow radix2 k) by (rewrite bpow_powerRZ; apply Rmult_comm).
  rewrite E in *. destruct (Req_dec g 0) as [->|N]; [rewrite Rmult_0_l; apply generic_format_0|].
  assert (P : Prec_gt_0 (digits F)) by exact D.
  apply mult_bpow_exact_FLT; [exact Hg|].
  apply mag_ge_bpow in H. rewrite mag_mult_bpow in H by exact N. lia.
Qed.

(** Horner's rule with two coefficients or more ends in an operation. *)
Lemma horner_number F w c c' rest g : horner (operation F) w (c :: c' :: rest) g -> number F g.
Proof.
  intros H. inversion H as [|? ? s ? Hs Hy]. subst. destruct Hy as [Hy|? _ Hy]; apply Hy.
Qed.

(** Let F be binary64 or binary32 with the constants of the kernels, u its unit roundoff, 2^-53 or 2^-24, and z <= 0 a
    number of it, not below -746 or -104. Let k be an integer nearest to the product m of z and a constant, rounded or
    not, w computed as (z - k H) - k L, and g by Horner's rule as the polynomial p at w, where a product and a sum may
    be one operation. Then z - k H is exact. With r = z - k ln 2, |p - e^w| <= 3/50 u e^w, |g - p| <= 2.03 u p and
    |w - r| <= 9/25 u. Therefore |g - e^r| <= 5/2 u e^r; e^z = 2^k e^r, so that |2^k g - e^z| <= 5/2 u e^z; and 2^k g is
    a number of the type if it is not below the least normal one. *)
Theorem rounding_exp F z m k d w g :
  F = exponential64 \/ F = exponential32 ->
  number F z -> lowest F <= z <= 0 ->
  m = z * inverse F \/ operation F (z * inverse F) m -> Rabs (m - IZR k) <= 1 / 2 ->
  product_and_sum (operation F) (- IZR k) (above F) z d -> product_and_sum (operation F) (- IZR k) (below F) d w ->
  horner (operation F) w (coefficients F) g ->
  let u := roundoff F in
  let p := polynomial w (coefficients F) in
  let r := z - IZR k * ln 2 in
  d = z - IZR k * above F /\
  Rabs (p - exp w) <= 3 / 50 * (u * exp w) /\ Rabs (g - p) <= 203 / 100 * (u * p) /\ Rabs (w - r) <= 9 / 25 * u /\
  Rabs (g - exp r) <= 5 / 2 * (u * exp r) /\ exp z = powerRZ 2 k * exp r /\
  Rabs (powerRZ 2 k * g - exp z) <= 5 / 2 * (u * exp z) /\
  (least_normal F <= powerRZ 2 k * g -> number F (powerRZ 2 k * g)).
Proof.
  intros T Hz Range Hm Hk Hd Hw Hg u p r.
  assert (HF : exists h s most, fits F h s most)
    by (destruct T as [T|T]; rewrite T; do 3 eexists; [exact fits64|exact fits32]).
  destruct HF as (h & s & most & HF). pose proof (roundoff_small _ _ _ _ HF) as U. fold u in U.
  assert (Hm' : rounded u (z * inverse F) m).
  { destruct Hm as [->|Hm]; [exists 0; rewrite Rabs_R0; split; [lra|ring]|apply Hm]. }
  assert (A := polynomial_close _ _ _ _ HF _ _ _ Hz Range Hm' Hk _ _ Hd Hw).
  assert (B := horner_close _ _ _ _ HF _ _ _ Hz Range Hm' Hk _ _ Hd Hw _ Hg).
  assert (C := reduced_small _ _ _ _ HF _ _ _ Hz Range Hm' Hk _ _ Hd Hw).
  assert (G := errors_together u g p w r U A B C).
  assert (E : exp z = powerRZ 2 k * exp r).
  { replace z with (IZR k * ln 2 + r) by (unfold r; ring). rewrite exp_plus. f_equal.
    rewrite powerRZ_Rpower by lra. reflexivity. }
  assert (P : 0 < powerRZ 2 k) by (apply powerRZ_lt; lra).
  split; [exact (difference_exact _ _ _ _ HF _ _ _ Hz Range Hm' Hk _ Hd)|].
  split; [exact A|]. split; [exact B|]. split; [exact C|]. split; [exact G|]. split; [exact E|]. split.
  - rewrite E. replace (powerRZ 2 k * g - powerRZ 2 k * exp r) with (powerRZ 2 k * (g - exp r)) by ring.
    rewrite Rabs_mult, (Rabs_pos_eq (powerRZ 2 k)) by lra.
    replace (5 / 2 * (u * (powerRZ 2 k * exp r))) with (powerRZ 2 k * (5 / 2 * (u * exp r))) by ring.
    apply Rmult_le_compat_l; [lra|exact G].
  - intros N. apply scaled_number; [exact (fits_digits _ _ _ _ HF)| |].
    + destruct T as [T|T]; rewrite T in Hg |- *; exact (horner_number _ _ _ _ _ _ Hg).
    + apply Rle_trans with (1 := N), Rle_abs.
Qed.
