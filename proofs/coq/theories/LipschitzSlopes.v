(** On an interval a differentiable function is K-Lipschitz exactly if its slopes are at most K; the least K, and what
    it is for some functions. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Gradients SpectralTheorem.
Open Scope R_scope.

(** An interval, with or without its ends, bounded or not, of more than one point. *)
Definition interval (I : R -> Prop) : Prop :=
  (forall x y z, I x -> I y -> x <= z <= y -> I z) /\ exists x y, I x /\ I y /\ x < y.

(** l is the derivative of f at x within I: one-sided at an end of I. *)
Definition derivative_within (I : R -> Prop) (f : R -> R) (x l : R) : Prop :=
  forall eta, 0 < eta -> exists delta, 0 < delta /\
    forall h, h <> 0 -> Rabs h < delta -> I (x + h) -> Rabs ((f (x + h) - f x) / h - l) < eta.

(** f is K-Lipschitz on I, and K is the least such number. *)
Definition lipschitz_on (I : R -> Prop) (K : R) (f : R -> R) : Prop :=
  forall x y, I x -> I y -> Rabs (f x - f y) <= K * Rabs (x - y).
Definition least_lipschitz (I : R -> Prop) (f : R -> R) (K : R) : Prop :=
  lipschitz_on I K f /\ forall K', lipschitz_on I K' f -> K <= K'.

Definition everywhere (x : R) : Prop := True.

(** The rectifier. *)
Definition relu (x : R) : R := Rmax x 0.

(** A derivative is a derivative within every set. *)
Lemma derivative_within_of (I : R -> Prop) f x l : derivable_pt_lim f x l -> derivative_within I f x l.
Proof.
  intros D eta He. destruct (D eta He) as [delta H]. exists delta. split; [destruct delta; assumption|].
  intros h Nh Hh _. now apply H.
Qed.

Section Interval.
Variables (I : R -> Prop) (f f' : R -> R).
Hypothesis HI : interval I.
Hypothesis D : forall x, I x -> derivative_within I f x (f' x).

(** Between two points of I the derivative is two-sided. *)
Lemma derivative_inside x y c : I x -> I y -> x < c < y -> derivable_pt_lim f c (f' c).
Proof.
  intros Ix Iy Hc eta He. assert (Ic : I c) by (apply (proj1 HI x y); try assumption; lra).
  destruct (D c Ic eta He) as (delta & Pd & H). assert (P : 0 < Rmin delta (Rmin (c - x) (y - c))).
  { repeat apply Rmin_pos; lra. }
  exists (mkposreal _ P). intros h Nh Hh. simpl in Hh. pose proof (Rmin_l delta (Rmin (c - x) (y - c))) as M1.
  pose proof (Rmin_r delta (Rmin (c - x) (y - c))) as M2. pose proof (Rmin_l (c - x) (y - c)) as M3.
  pose proof (Rmin_r (c - x) (y - c)) as M4. apply H; [exact Nh|lra|].
  apply Rabs_def2 in Hh. apply (proj1 HI x y); try assumption; lra.
Qed.

(** Close to a point of I the value changes by little. *)
Lemma value_near x : I x -> exists delta, 0 < delta /\
  forall z, I z -> Rabs (z - x) < delta -> Rabs (f z - f x) <= (Rabs (f' x) + 1) * Rabs (z - x).
Proof.
  intros Ix. destruct (D x Ix 1 ltac:(lra)) as (delta & Pd & H). exists delta. split; [exact Pd|]. intros z Iz Hz.
  destruct (Req_dec z x) as [->|N]; [rewrite 2 Rminus_diag_eq, Rabs_R0 by reflexivity; lra|].
  specialize (H (z - x) ltac:(lra) Hz). replace (x + (z - x)) with z in H by ring. specialize (H Iz).
  set (q := (f z - f x) / (z - x)) in *. replace (f z - f x) with (q * (z - x)) by (unfold q; field; lra).
  rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
  replace q with (f' x + (q - f' x)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(** Slopes of at most K make f grow by at most K(y - x) from x to y: by the mean value theorem just inside. *)
Lemma increment_le K x y : (forall z, I z -> Rabs (f' z) <= K) -> I x -> I y -> x < y ->
  Rabs (f y - f x) <= K * (y - x).
Proof.
  intros HK Ix Iy L. pose proof (Rabs_pos (f' x)) as Px. pose proof (HK x Ix) as Kx.
  destruct (value_near x Ix) as (dx & Pdx & Nx). destruct (value_near y Iy) as (dy & Pdy & Ny).
  set (top := Rmin (Rmin dx dy) ((y - x) / 2)). assert (Pt : 0 < top) by (repeat apply Rmin_pos; lra).
  pose proof (Rmin_l (Rmin dx dy) ((y - x) / 2)) as M1. pose proof (Rmin_r (Rmin dx dy) ((y - x) / 2)) as M2.
  pose proof (Rmin_l dx dy) as M3. pose proof (Rmin_r dx dy) as M4. fold top in M1, M2.
  apply (close_le _ _ ((2 * K + 2) * top)); [apply Rmult_le_pos; lra|]. intros r Hr.
  assert (Prt : 0 < r * top) by (apply Rmult_lt_0_compat; lra). set (e := r * top / 2).
  assert (He : 0 < e < top) by (unfold e; nra). set (a := x + e). set (b := y - e).
  assert (Hab : x < a /\ a < b /\ b < y) by (unfold a, b; lra).
  assert (Ia : I a) by (apply (proj1 HI x y); try assumption; lra).
  assert (Ib : I b) by (apply (proj1 HI x y); try assumption; lra).
  destruct (MVT_cor2 f f' a b ltac:(lra)) as (c & E & Hc).
  { intros c Hc. apply (derivative_inside x y); try assumption. lra. }
  assert (Ic : I c) by (apply (proj1 HI x y); try assumption; lra).
  assert (B1 : Rabs (f b - f a) <= K * (y - x)).
  { rewrite E, Rabs_mult, (Rabs_pos_eq (b - a)) by lra. pose proof (HK c Ic) as Kc. pose proof (Rabs_pos (f' c)) as Pc.
    apply Rmult_le_compat; lra. }
  assert (B2 : Rabs (f a - f x) <= (K + 1) * e).
  { assert (Ea : Rabs (a - x) = e) by (unfold a; rewrite Rabs_pos_eq; lra).
    eapply Rle_trans; [apply Nx; [exact Ia|rewrite Ea; lra]|]. rewrite Ea. apply Rmult_le_compat_r; lra. }
  assert (B3 : Rabs (f b - f y) <= (K + 1) * e).
  { assert (Eb : Rabs (b - y) = e) by (unfold b; rewrite Rabs_left; lra). pose proof (HK y Iy) as Ky.
    eapply Rle_trans; [apply Ny; [exact Ib|rewrite Eb; lra]|]. rewrite Eb. apply Rmult_le_compat_r; lra. }
  replace (f y - f x) with ((f b - f a) + ((f a - f x) - (f b - f y))) by ring.
  pose proof (Rabs_triang (f b - f a) ((f a - f x) - (f b - f y))) as T1.
  pose proof (Rabs_triang (f a - f x) (- (f b - f y))) as T2. rewrite Rabs_Ropp in T2.
  change (f a - f x + - (f b - f y)) with (f a - f x - (f b - f y)) in T2. unfold e in *. nra.
Qed.

(** A secant close enough to the derivative has a slope of at most K. *)
Lemma derivative_le K x : lipschitz_on I K f -> I x -> Rabs (f' x) <= K.
Proof.
  intros L Ix. apply (close_le _ _ 1); [lra|]. intros r Hr. destruct (D x Ix r ltac:(lra)) as (delta & Pd & H).
  (* another point of I, as close as that *)
  destruct HI as [C (p & q & Ip & Iq & Hpq)].
  assert (Z : exists z, I z /\ z <> x).
  { destruct (Req_dec p x) as [->|N]; [exists q|exists p]; split; try assumption; lra. }
  destruct Z as (z & Iz & Nz). pose proof (Rabs_pos_lt (z - x) ltac:(lra)) as Pz.
  set (s := Rmin 1 (delta / (2 * Rabs (z - x)))).
  assert (Ps : 0 < s <= 1) by (split; [apply Rmin_pos; [lra|apply Rdiv_lt_0_compat; lra]|apply Rmin_l]).
  pose proof (Rmin_r 1 (delta / (2 * Rabs (z - x)))) as Ms. fold s in Ms. set (h := s * (z - x)).
  assert (Nh : h <> 0) by (unfold h; apply Rmult_integral_contrapositive_currified; lra).
  assert (Hh : Rabs h < delta).
  { unfold h. rewrite Rabs_mult, (Rabs_pos_eq s) by lra.
    apply (Rmult_le_compat_r (Rabs (z - x))) in Ms; [|lra].
    replace (delta / (2 * Rabs (z - x)) * Rabs (z - x)) with (delta / 2) in Ms by (field; lra). lra. }
  assert (Ih : I (x + h)).
  { unfold h. destruct (Rle_lt_dec x z); [apply (C x z)|apply (C z x)]; try assumption; nra. }
  specialize (H h Nh Hh Ih). specialize (L (x + h) x Ih Ix). replace (x + h - x) with h in L by ring.
  set (q0 := (f (x + h) - f x) / h) in *. pose proof (Rabs_pos_lt h Nh) as Ph.
  assert (Q : Rabs q0 <= K).
  { apply (Rmult_le_reg_r (Rabs h)); [exact Ph|]. rewrite <- Rabs_mult. unfold q0.
    replace ((f (x + h) - f x) / h * h) with (f (x + h) - f x) by (field; exact Nh). exact L. }
  pose proof (Rabs_triang q0 (- (q0 - f' x))) as T. rewrite Rabs_Ropp in T.
  replace (q0 + - (q0 - f' x)) with (f' x) in T by ring. lra.
Qed.

(** A function is K-Lipschitz exactly if its slopes are at most K. *)
Lemma lipschitz_iff K : lipschitz_on I K f <-> forall x, I x -> Rabs (f' x) <= K.
Proof.
  split; [intros L x; now apply derivative_le|]. intros H x y Ix Iy. destruct (Rtotal_order x y) as [L|[->|G]].
  - rewrite Rabs_minus_sym, (Rabs_minus_sym x), (Rabs_pos_eq (y - x)) by lra. now apply increment_le.
  - rewrite 2 Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - rewrite (Rabs_pos_eq (x - y)) by lra. now apply increment_le.
Qed.

(** Where there is an admissible constant there is a least one, the supremum of the slopes. *)
Lemma least_is_supremum K : least_lipschitz I f K <-> is_lub (fun r => exists x, I x /\ r = Rabs (f' x)) K.
Proof.
  split.
  - intros [L M]. split.
    + intros r (x & Ix & ->). now apply lipschitz_iff.
    + intros b Hb. apply M, lipschitz_iff. intros x Ix. apply Hb. now exists x.
  - intros [U L]. split.
    + apply lipschitz_iff. intros x Ix. apply U. now exists x.
    + intros K' H. apply L. intros r (x & Ix & ->). now apply lipschitz_iff.
Qed.

(** A least constant exists, by completeness of the reals. *)
Lemma least_exists : (exists K, lipschitz_on I K f) -> exists K, least_lipschitz I f K.
Proof.
  intros [K H]. destruct (proj2 HI) as (p & q & Ip & _).
  destruct (completeness (fun r => exists x, I x /\ r = Rabs (f' x))) as [L HL].
  - exists K. intros r (x & Ix & ->). now apply lipschitz_iff.
  - exists (Rabs (f' p)). now exists p.
  - exists L. now apply least_is_supremum.
Qed.
End Interval.

(** ** Examples *)

(** The line is an interval. *)
Lemma interval_everywhere : interval everywhere.
Proof. split; [intros; exact I|]. exists 0, 1. repeat split. lra. Qed.

(** The root of 1 + x^2: the slope x/sqrt(1 + x^2) is below 1 in size, and above x/(1 + x) for positive x. *)
Definition rounded_absolute (x : R) : R := sqrt (1 + x ^ 2).
Definition rounded_slope (x : R) : R := x / sqrt (1 + x ^ 2).

(** The root is positive. *)
Lemma root_positive x : 0 < sqrt (1 + x ^ 2).
Proof. apply sqrt_lt_R0. pose proof (pow2_ge_0 x). lra. Qed.

(** The derivative of the root. *)
Lemma rounded_slope_derivative x : derivable_pt_lim rounded_absolute x (rounded_slope x).
Proof.
  pose proof (pow2_ge_0 x) as P. pose proof (root_positive x) as S.
  assert (E : / (2 * sqrt (1 + x ^ 2)) * (0 + INR 2 * x ^ pred 2) = rounded_slope x).
  { unfold rounded_slope. simpl INR. simpl pred. rewrite pow_1. field. lra. }
  rewrite <- E.
  apply (derivable_pt_lim_comp (fun z => 1 + z ^ 2) sqrt).
  - apply (derivable_pt_lim_plus (fct_cte 1)); [apply derivable_pt_lim_const|apply derivable_pt_lim_pow].
  - apply derivable_pt_lim_sqrt. lra.
Qed.

(** It is below 1 in size, because |x| < sqrt(1 + x^2). *)
Lemma rounded_slope_below_1 x : Rabs (rounded_slope x) < 1.
Proof.
  pose proof (root_positive x) as S. unfold rounded_slope, Rdiv.
  rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (sqrt _)) by lra.
  apply (Rmult_lt_reg_r (sqrt (1 + x ^ 2))); [exact S|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra.
  rewrite <- sqrt_Rsqr_abs. apply sqrt_lt_1_alt. unfold Rsqr. pose proof (Rle_0_sqr x) as P. unfold Rsqr in P. lra.
Qed.

(** It is above x/(1 + x), because sqrt(1 + x^2) <= 1 + x. *)
Lemma rounded_slope_above x : 0 < x -> x / (1 + x) <= rounded_slope x.
Proof.
  intros Hx. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [apply root_positive|].
  apply Rle_trans with (sqrt ((1 + x) ^ 2)); [apply sqrt_le_1_alt; nra|]. rewrite sqrt_pow2; lra.
Qed.

(** The least constant from a derivative on the whole line that is at most K and comes close to it. *)
Lemma least_on_line f f' K : (forall x, derivable_pt_lim f x (f' x)) -> (forall x, Rabs (f' x) <= K) ->
  (forall b, b < K -> exists x, b < Rabs (f' x)) -> least_lipschitz everywhere f K.
Proof.
  intros D U A. assert (W : forall x, everywhere x -> derivative_within everywhere f x (f' x))
    by (intros x _; apply derivative_within_of, D).
  apply (least_is_supremum everywhere f f' interval_everywhere W). split.
  - intros r (x & _ & ->). apply U.
  - intros b Hb. apply Rnot_lt_le. intros L. destruct (A b L) as [x Hx].
    pose proof (Hb _ (ex_intro _ x (conj I eq_refl))) as C. lra.
Qed.

(** The square has the slopes 2x. *)
Lemma square_derivative x : derivable_pt_lim (fun z => z ^ 2) x (2 * x).
Proof. replace (2 * x) with (INR 2 * x ^ pred 2) by (simpl; ring). apply derivable_pt_lim_pow. Qed.

(** On [-r, r] the largest slope of the square is 2r. *)
Lemma least_of_square r : 0 < r -> least_lipschitz (fun x => - r <= x <= r) (fun x => x ^ 2) (2 * r).
Proof.
  intros Hr. apply (least_is_supremum _ _ (fun x => 2 * x)).
  - split; [intros x y z Hx Hy Hz; lra|]. exists (- r), r. lra.
  - intros x _. apply derivative_within_of, square_derivative.
  - split.
    + intros b (x & Hx & ->). apply Rabs_le. lra.
    + intros b Hb. apply Hb. exists r. split; [lra|]. rewrite Rabs_pos_eq; lra.
Qed.

(** Between 0 and b + 1 its secant has the slope b + 1. *)
Lemma square_not_lipschitz : ~ exists K, lipschitz_on everywhere K (fun x => x ^ 2).
Proof.
  intros [K H]. pose proof (Rabs_pos K) as P. pose proof (Rle_abs K) as L.
  specialize (H (Rabs K + 1) 0 I I). rewrite (Rabs_pos_eq (Rabs K + 1 - 0)), Rabs_pos_eq in H by nra. nra.
Qed.

(** The rectifier cuts distances, and keeps those of positive numbers. *)
Lemma least_of_relu : least_lipschitz everywhere relu 1.
Proof.
  split.
  - intros x y _ _. rewrite Rmult_1_l. unfold relu, Rmax. pose proof (Rle_abs (x - y)) as A.
    pose proof (Rle_abs (y - x)) as B. rewrite (Rabs_minus_sym y) in B. pose proof (Rabs_pos (x - y)) as P.
    apply Rabs_le. destruct (Rle_dec x 0), (Rle_dec y 0); lra.
  - intros K H. specialize (H 1 0 I I). unfold relu in H. rewrite Rmax_left, Rmax_right in H by lra.
    rewrite Rminus_0_r, Rabs_R1 in H. lra.
Qed.

(** A differentiable f on an interval is K-Lipschitz if and only if |f'| <= K; the admissible K have a least element, so
    it is sup |f'|. It is 1 for sin, 1 for sqrt(1 + x^2) although there |f'| < 1 everywhere, 2 for -2x, 2R for x^2 on
    [-R, R]; no K serves for x^2 on R. ReLU(x) = max(x, 0) is 1-Lipschitz, with no smaller constant. *)
Theorem lipschitz_slopes :
  (forall (I : R -> Prop) f f', interval I -> (forall x, I x -> derivative_within I f x (f' x)) ->
    (forall K, lipschitz_on I K f <-> forall x, I x -> Rabs (f' x) <= K) /\
    ((exists K, lipschitz_on I K f) -> exists K, least_lipschitz I f K) /\
    forall K, least_lipschitz I f K <-> is_lub (fun r => exists x, I x /\ r = Rabs (f' x)) K) /\
  least_lipschitz everywhere sin 1 /\
  (least_lipschitz everywhere (fun x => sqrt (1 + x ^ 2)) 1 /\
   exists f', (forall x, derivable_pt_lim (fun x => sqrt (1 + x ^ 2)) x (f' x)) /\ forall x, Rabs (f' x) < 1) /\
  least_lipschitz everywhere (fun x => -2 * x) 2 /\
  (forall r, 0 < r -> least_lipschitz (fun x => - r <= x <= r) (fun x => x ^ 2) (2 * r)) /\
  (~ exists K, lipschitz_on everywhere K (fun x => x ^ 2)) /\
  least_lipschitz everywhere relu 1.
Proof.
  split; [|split; [|split; [|split; [|split; [|split]]]]].
  - intros J f f' HJ D. split; [intros K; now apply lipschitz_iff|].
    split; [now apply least_exists with f'|intros K; now apply least_is_supremum].
  - apply (least_on_line sin cos).
    + exact derivable_pt_lim_sin.
    + intros x. apply Rabs_le, COS_bound.
    + intros b Hb. exists 0. rewrite cos_0, Rabs_R1. exact Hb.
  - split; [|exists rounded_slope; split; [exact rounded_slope_derivative|exact rounded_slope_below_1]].
    apply (least_on_line rounded_absolute rounded_slope); [exact rounded_slope_derivative| |].
    + intros x. left. apply rounded_slope_below_1.
    + intros b Hb. set (x := (1 + Rabs b) / (1 - b)). pose proof (Rabs_pos b) as P. pose proof (Rle_abs b) as L.
      assert (Px : 0 < x) by (apply Rdiv_lt_0_compat; lra). exists x. eapply Rlt_le_trans; [|apply Rle_abs].
      eapply Rlt_le_trans; [|now apply rounded_slope_above]. apply (Rmult_lt_reg_r (1 + x)); [lra|].
      replace (x / (1 + x) * (1 + x)) with x by (field; lra).
      assert (E : (1 - b) * x = 1 + Rabs b) by (unfold x; field; lra). lra.
  - apply (least_on_line _ (fun _ => -2)).
    + intros x. pose proof (derivable_pt_lim_scal id (-2) x 1 (derivable_pt_lim_id x)) as D.
      rewrite Rmult_1_r in D. exact D.
    + intros x. rewrite Rabs_left; lra.
    + intros b Hb. exists 0. rewrite Rabs_left; lra.
  - exact least_of_square.
  - exact square_not_lipschitz.
  - exact least_of_relu.
Qed.
