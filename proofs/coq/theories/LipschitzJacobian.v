(** On a convex open set a differentiable map is K-Lipschitz exactly if its Jacobians have spectral norms of at most K;
    without convexity it need not be Lipschitz at all. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid EuclidDuality Matrices SpectralTheorem SingularValues.
From TightMax Require Import SpectralNorm MaxFromAbsolute LipschitzSlopes.
Open Scope R_scope.

(** J is the Jacobian of f at x (Frechet), for f from R^n to R^m. *)
Definition jacobian_at (m n : nat) (f : vec -> vec) (x : vec) (J : mat) : Prop :=
  forall eta, 0 < eta -> exists delta, 0 < delta /\ forall y, norm2 n (sub y x) < delta ->
    norm2 m (sub (sub (f y) (f x)) (image n J (sub y x))) <= eta * norm2 n (sub y x).

Definition open_set (n : nat) (S : vec -> Prop) : Prop :=
  forall x, S x -> exists delta, 0 < delta /\ forall y, norm2 n (sub y x) < delta -> S y.
Definition convex_set (S : vec -> Prop) : Prop :=
  forall x y s, S x -> S y -> 0 <= s <= 1 -> S (mix s x y).

(** f is K-Lipschitz on S, and K >= 0 is the least such constant. *)
Definition lipschitz2_on (m n : nat) (S : vec -> Prop) (K : R) (f : vec -> vec) : Prop :=
  forall x y, S x -> S y -> norm2 m (sub (f x) (f y)) <= K * norm2 n (sub x y).
Definition least_lipschitz2_on (m n : nat) (S : vec -> Prop) (f : vec -> vec) (K : R) : Prop :=
  0 <= K /\ lipschitz2_on m n S K f /\ forall K', 0 <= K' -> lipschitz2_on m n S K' f -> K <= K'.

(** The length of a multiple. *)
Lemma norm2_multiple d c x : norm2 d (scale c x) = Rabs c * norm2 d x.
Proof.
  rewrite <- norm2_scale by apply Rabs_pos. unfold norm2. f_equal. rewrite !dot_scale_l, !dot_scale_r, <- !Rmult_assoc.
  f_equal. rewrite <- Rabs_mult, Rabs_pos_eq; [reflexivity|apply Rle_0_sqr].
Qed.

(** An entry is at most the length. *)
Lemma entry_le_norm2 d x i : (i < d)%nat -> Rabs (x i) <= norm2 d x.
Proof.
  intros Hi. rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt.
  exact (sum_term_le d (fun i => x i * x i) i (fun j _ => Rle_0_sqr (x j)) Hi).
Qed.

(** The absolute value of an inner product is at most the product of the lengths. *)
Lemma dot_abs_le d x y : Rabs (dot d x y) <= norm2 d x * norm2 d y.
Proof.
  apply Rabs_le. split; [|apply dot_le_norm2]. pose proof (dot_le_norm2 d x (scale (-1) y)) as Q.
  rewrite dot_scale_r, norm2_multiple, Rabs_left in Q by lra. lra.
Qed.

(** Along a line through p: what is left of f(p + hz) - f(p) after h Jz. *)
Lemma jacobian_line m n f p J z eta : jacobian_at m n f p J -> 0 < eta -> exists delta, 0 < delta /\
  forall h, Rabs h < delta ->
    norm2 m (sub (sub (f (add p (scale h z))) (f p)) (scale h (image n J z))) <= eta * (Rabs h * norm2 n z).
Proof.
  intros D He. destruct (D eta He) as (delta & Pd & H). pose proof (norm2_nonneg n z) as Pz.
  exists (delta / (norm2 n z + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros h Hh.
  assert (E : sub (add p (scale h z)) p = scale h z).
  { apply functional_extensionality. intros i. unfold sub, add, scale. ring. }
  specialize (H (add p (scale h z))). rewrite E, norm2_multiple in H.
  assert (Small : Rabs h * norm2 n z < delta).
  { apply (Rmult_lt_compat_r (norm2 n z + 1)) in Hh; [|lra].
    replace (delta / (norm2 n z + 1) * (norm2 n z + 1)) with delta in Hh by (field; lra).
    pose proof (Rabs_pos h) as Ph. nra. }
  specialize (H Small). replace (scale h (image n J z)) with (image n J (scale h z)); [exact H|].
  apply functional_extensionality. intros i. apply image_scale.
Qed.

(** The slope of <u, f> along a line is <u, Jz>. *)
Lemma slope_along m n f p J z u : jacobian_at m n f p J ->
  derivable_pt_lim (fun t => dot m u (f (add p (scale t z)))) 0 (dot m u (image n J z)).
Proof.
  intros D eta He. pose proof (norm2_nonneg m u) as Pu. pose proof (norm2_nonneg n z) as Pz.
  set (b := (norm2 m u + 1) * (norm2 n z + 1)). assert (Pb : norm2 m u * norm2 n z < b) by (unfold b; nra).
  assert (Pb0 : 0 < b) by (unfold b; nra).
  destruct (jacobian_line m n f p J z (eta / b) D ltac:(now apply Rdiv_lt_0_compat)) as (delta & Pd & H).
  exists (mkposreal _ Pd). intros h Nh Hh. cbn in Hh. specialize (H h Hh). rewrite Rplus_0_l.
  replace (add p (scale 0 z)) with p by (apply functional_extensionality; intros i; unfold add, scale; ring).
  set (y := add p (scale h z)) in *.
  assert (E : dot m u (f y) - dot m u (f p) - h * dot m u (image n J z) =
    dot m u (sub (sub (f y) (f p)) (scale h (image n J z)))).
  { rewrite 2 dot_sub_right, dot_scale_r. ring. }
  pose proof (Rabs_pos_lt h Nh) as Ph.
  replace ((dot m u (f y) - dot m u (f p)) / h - dot m u (image n J z)) with
    (dot m u (sub (sub (f y) (f p)) (scale h (image n J z))) / h) by (rewrite <- E; field; exact Nh).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply (Rmult_lt_reg_r (Rabs h)); [exact Ph|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. eapply Rle_lt_trans; [apply dot_abs_le|].
  eapply Rle_lt_trans; [apply Rmult_le_compat_l; [exact Pu|exact H]|].
  replace (norm2 m u * (eta / b * (Rabs h * norm2 n z))) with (eta / b * Rabs h * (norm2 m u * norm2 n z)) by ring.
  replace (eta * Rabs h) with (eta / b * Rabs h * b) by (field; lra).
  apply Rmult_lt_compat_l; [|exact Pb]. apply Rmult_lt_0_compat; [now apply Rdiv_lt_0_compat|exact Ph].
Qed.

Section OpenSet.
Variables (m n : nat) (S : vec -> Prop) (f : vec -> vec) (J : vec -> mat).
Hypothesis Open : open_set n S.
Hypothesis D : forall x, S x -> jacobian_at m n f x (J x).

(** A Lipschitz map has small Jacobians. *)
Lemma lipschitz_gain K x : lipschitz2_on m n S K f -> S x -> gain_at_most m n (J x) K.
Proof.
  intros L Sx z. apply (close_le _ _ (norm2 n z)); [apply norm2_nonneg|]. intros r Hr.
  destruct (jacobian_line m n f x (J x) z r (D x Sx) ltac:(lra)) as (delta & Pd & H).
  destruct (Open x Sx) as (inside & Pi & HS). pose proof (norm2_nonneg n z) as Pz.
  set (h := Rmin (delta / 2) (inside / (norm2 n z + 1) / 2)).
  assert (Pin : 0 < inside / (norm2 n z + 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (Ph : 0 < h) by (apply Rmin_pos; lra). pose proof (Rmin_l (delta / 2) (inside / (norm2 n z + 1) / 2)) as M1.
  pose proof (Rmin_r (delta / 2) (inside / (norm2 n z + 1) / 2)) as M2. fold h in M1, M2.
  specialize (H h ltac:(rewrite Rabs_pos_eq; lra)). rewrite (Rabs_pos_eq h) in H by lra.
  set (y := add x (scale h z)) in *.
  assert (E : sub y x = scale h z) by (apply functional_extensionality; intros i; unfold y, sub, add, scale; ring).
  assert (Sy : S y).
  { apply HS. rewrite E, norm2_scale by lra. apply Rle_lt_trans with (inside / (norm2 n z + 1) / 2 * norm2 n z).
    - apply Rmult_le_compat_r; [exact Pz|exact M2].
    - replace inside with (inside / (norm2 n z + 1) * (norm2 n z + 1)) at 2 by (field; lra). nra. }
  specialize (L y x Sy Sx). rewrite E, norm2_scale in L by lra.
  pose proof (norm2_sub_triangle m (scale h (image n (J x) z)) (sub (f y) (f x)) zero) as T.
  assert (Z : forall w, norm2 m (sub w zero) = norm2 m w) by
    (intros w; apply norm2_ext; intros i _; unfold sub, zero; ring).
  rewrite 2 Z, norm2_scale, norm2_sub_sym in T by lra.
  apply (Rmult_le_reg_l h); [exact Ph|]. lra.
Qed.

(** Small Jacobians on the segment from x to y make f grow slowly from x to y. *)
Lemma gain_lipschitz K : convex_set S -> (forall x, S x -> gain_at_most m n (J x) K) -> lipschitz2_on m n S K f.
Proof.
  intros Conv G x y Sx Sy. set (u := sub (f x) (f y)). set (z := sub x y).
  assert (Seg : forall w, add y (scale w z) = mix w y x).
  { intros w. apply functional_extensionality. intros i. unfold add, scale, z, sub, mix. ring. }
  destruct (MVT_cor2 (fun w => dot m u (f (add y (scale w z))))
    (fun w => dot m u (image n (J (add y (scale w z))) z)) 0 1 ltac:(lra)) as (c & E & Hc).
  - intros c Hc. assert (Sc : S (add y (scale c z))) by (rewrite Seg; now apply Conv).
    pose proof (slope_along m n f _ _ z u (D _ Sc)) as A. intros eta He. destruct (A eta He) as [delta H].
    exists delta. intros h Nh Hh. specialize (H h Nh Hh). rewrite Rplus_0_l in H.
    replace (add (add y (scale c z)) (scale h z)) with (add y (scale (c + h) z)) in H
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    replace (add (add y (scale c z)) (scale 0 z)) with (add y (scale c z)) in H
      by (apply functional_extensionality; intros i; unfold add, scale; ring). exact H.
  - assert (Sc : S (add y (scale c z))) by (rewrite Seg; apply Conv; try assumption; lra).
    assert (Ends : dot m u (f (add y (scale 1 z))) - dot m u (f (add y (scale 0 z))) = norm2 m u ^ 2).
    { replace (add y (scale 1 z)) with x
        by (apply functional_extensionality; intros i; unfold add, scale, z, sub; ring).
      replace (add y (scale 0 z)) with y by (apply functional_extensionality; intros i; unfold add, scale; ring).
      rewrite <- dot_sub_right, norm2_square. reflexivity. }
    rewrite Ends, Rminus_0_r, Rmult_1_r in E. pose proof (dot_le_norm2 m u (image n (J (add y (scale c z))) z)) as C.
    pose proof (norm2_nonneg m u) as Pu.
    pose proof (Rmult_le_compat_l _ _ _ Pu (G _ Sc z)) as B. fold u. destruct (Req_dec (norm2 m u) 0) as [N|N].
    + rewrite N. pose proof (G _ Sc z) as Gz. pose proof (norm2_nonneg m (image n (J (add y (scale c z))) z)) as P. lra.
    + apply (Rmult_le_reg_l (norm2 m u)); [lra|]. simpl in E. lra.
Qed.

(** The least constant is the supremum of the spectral norms. *)
Lemma least_is_supremum2 sigma L : convex_set S -> (exists x, S x) ->
  (forall x, S x -> spectral_norm m n (J x) (sigma x)) ->
  (least_lipschitz2_on m n S f L <-> is_lub (fun r => exists x, S x /\ r = sigma x) L).
Proof.
  intros Conv [x0 S0] Sig.
  assert (Iff : forall K, 0 <= K -> (lipschitz2_on m n S K f <-> forall x, S x -> sigma x <= K)).
  { intros K HK. split.
    - intros H x Sx. apply (Sig x Sx); [exact HK|now apply lipschitz_gain].
    - intros H. apply gain_lipschitz; [exact Conv|]. intros x Sx. apply (Sig x Sx); [exact HK|now apply H]. }
  split.
  - intros (P & Lip & Least). split.
    + intros r (x & Sx & ->). now apply (Iff L P).
    + intros b Hb. assert (Pb : 0 <= b).
      { apply Rle_trans with (sigma x0); [apply (Sig x0 S0)|]. apply Hb. now exists x0. }
      apply (Least b Pb), Iff; [exact Pb|]. intros x Sx. apply Hb. now exists x.
  - intros [Up Low]. assert (P : 0 <= L).
    { apply Rle_trans with (sigma x0); [apply (Sig x0 S0)|]. apply Up. now exists x0. }
    split; [exact P|]. split; [apply Iff; [exact P|]; intros x Sx; apply Up; now exists x|].
    intros K HK H. apply Low. intros r (x & Sx & ->). now apply (Iff K HK).
Qed.
End OpenSet.

(** ** Slopes in a direction *)

(** The slope of an entry of f in the direction z is the entry of Jz. *)
Lemma entry_slope m n f x J z i : jacobian_at m n f x J -> (i < m)%nat ->
  derivable_pt_lim (fun t => f (add x (scale t z)) i) 0 (image n J z i).
Proof.
  intros D Hi. pose proof (slope_along m n f x J z (vertex i) D) as A.
  rewrite dot_vertex in A by exact Hi. revert A. apply derivable_pt_lim_ext. intros t. now apply dot_vertex.
Qed.

(** Eigenvectors of J'J with the largest eigenvalue have the largest gain. *)
Lemma largest_gain m n J s mu z : (1 <= n)%nat -> spectral_norm m n J s -> norm2 n z = 1 -> eigen n (gram m J) mu z ->
  (forall mu' z', eigen n (gram m J) mu' z' -> ~ vanishes n z' -> mu' <= mu) -> norm2 m (image n J z) = s.
Proof.
  intros Hn S Uz E Top. destruct (singular_exists m n J) as (v & l & H).
  rewrite (spectral_norm_unique m n J s _ S (spectral_norm_sqrt m n J v l Hn H)). unfold norm2 at 1. f_equal.
  pose proof (norm2_square n z) as Sq. rewrite Uz in Sq.
  pose proof (image_le m n J v l H z Hn) as Le. rewrite (eigen_square m n J mu z E) in *.
  pose proof (Top (l 0%nat) (v 0%nat) (singular_eigen _ _ _ _ _ H 0%nat ltac:(lia))
    (orthonormal_not_vanishing n n v 0 (singular_orthonormal _ _ _ _ _ H) ltac:(lia))) as Ge. rewrite <- Sq in *. lra.
Qed.

(** ** Examples on the line *)

(** A function of one variable as a map, and its Jacobian. *)
Definition on_line (g : R -> R) : vec -> vec := fun x _ => g (x 0%nat).

(** Its Jacobian is the derivative. *)
Lemma jacobian_on_line g x l : derivable_pt_lim g (x 0%nat) l -> jacobian_at 1 1 (on_line g) x (fun _ _ => l).
Proof.
  intros D eta He. destruct (D eta He) as [delta H]. exists delta. split; [destruct delta; assumption|]. intros y Hy.
  rewrite norm2_one in *. rewrite norm2_one. unfold sub, on_line, image in *. simpl in *. rewrite Rplus_0_l in *.
  destruct (Req_dec (y 0%nat - x 0%nat) 0) as [Z|N].
  - replace (y 0%nat) with (x 0%nat) by lra.
    replace (g (x 0%nat) - g (x 0%nat) - l * (x 0%nat - x 0%nat)) with 0 by ring.
    rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - set (h := y 0%nat - x 0%nat) in *. specialize (H h N Hy).
    replace (x 0%nat + h) with (y 0%nat) in H by (unfold h; ring).
    replace (g (y 0%nat) - g (x 0%nat) - l * h) with (((g (y 0%nat) - g (x 0%nat)) / h - l) * h) by (field; exact N).
    rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|lra].
Qed.

(** The spectral norm of a single number. *)
Lemma spectral_norm_number a : spectral_norm 1 1 (fun _ _ => a) (Rabs a).
Proof. rewrite <- (norm2_one (fun _ => a)). apply spectral_norm_row. Qed.

(** The step is flat on both sides of 0, where it jumps. *)
Lemma step_is_flat x : x <> 0 -> derivable_pt_lim unit_step x 0.
Proof.
  intros N eta He. exists (mkposreal _ (Rabs_pos_lt x N)). intros h Nh Hh. simpl in Hh.
  replace (unit_step (x + h)) with (unit_step x).
  - replace ((unit_step x - unit_step x) / h - 0) with 0 by (field; exact Nh). now rewrite Rabs_R0.
  - unfold unit_step. apply Rabs_def2 in Hh. destruct (Rlt_dec 0 x), (Rlt_dec 0 (x + h)); try reflexivity; exfalso.
    + rewrite Rabs_pos_eq in Hh by lra. lra.
    + rewrite Rabs_left in Hh by lra. lra.
Qed.

(** Its values at h and -h differ by 1 however small h is. *)
Lemma step_not_lipschitz : ~ exists K, lipschitz2_on 1 1 (fun x => x 0%nat <> 0) K (on_line unit_step).
Proof.
  intros [K H]. pose proof (Rabs_pos K) as P. pose proof (Rle_abs K) as L. set (h := / (4 * (Rabs K + 1))).
  assert (Ph : 0 < h) by (apply Rinv_0_lt_compat; lra).
  specialize (H (fun _ => h) (fun _ => - h) ltac:(lra) ltac:(lra)).
  rewrite 2 norm2_one in H. unfold sub, on_line, unit_step in H.
  destruct (Rlt_dec 0 h) as [Q|Q]; [|lra]. destruct (Rlt_dec 0 (- h)) as [Q'|Q']; [lra|].
  rewrite (Rabs_pos_eq (1 - 0)), (Rabs_pos_eq (h - - h)) in H by lra.
  assert (E : h * (4 * (Rabs K + 1)) = 1) by (unfold h; field; lra). nra.
Qed.

(** Let f be differentiable on a convex open set in R^n, with values in R^m and Jacobian J(x). It is K-Lipschitz if and
    only if sigma(J(x)) <= K for all x; so its least constant is sup sigma(J(x)), which need not be a maximum. If the
    set is not convex the supremum can be finite and f not Lipschitz at all. For m = 1 the slope <grad f, z> in the unit
    direction z is at most |grad f|, with equality in the direction of the gradient; for any m the slope |Jz| is at most
    sigma(J), with equality for an eigenvector of J'J with the largest eigenvalue. *)
Theorem lipschitz_jacobian :
  (forall m n S f J, open_set n S -> convex_set S -> (forall x, S x -> jacobian_at m n f x (J x)) ->
    (forall K, lipschitz2_on m n S K f <-> forall x, S x -> gain_at_most m n (J x) K) /\
    forall sigma, (forall x, S x -> spectral_norm m n (J x) (sigma x)) ->
      (forall K, 0 <= K -> (lipschitz2_on m n S K f <-> forall x, S x -> sigma x <= K)) /\
      ((exists x, S x) ->
        forall L, least_lipschitz2_on m n S f L <-> is_lub (fun r => exists x, S x /\ r = sigma x) L)) /\
  (exists f J sigma, (forall x, jacobian_at 1 1 f x (J x)) /\ (forall x, spectral_norm 1 1 (J x) (sigma x)) /\
    is_lub (fun r => exists x : vec, r = sigma x) 1 /\ forall x, sigma x < 1) /\
  (exists S f J, open_set 1 S /\ (forall x, S x -> jacobian_at 1 1 f x (J x)) /\
    (forall x, S x -> spectral_norm 1 1 (J x) 0) /\ ~ exists K, lipschitz2_on 1 1 S K f) /\
  (forall m n f x J z, jacobian_at m n f x J -> forall i, (i < m)%nat ->
    derivable_pt_lim (fun t => f (add x (scale t z)) i) 0 (image n J z i) /\ image n J z i = dot n (J i) z) /\
  (forall n g, (forall z, norm2 n z = 1 -> dot n g z <= norm2 n g) /\
    (norm2 n g <> 0 -> let z := scale (/ norm2 n g) g in norm2 n z = 1 /\ dot n g z = norm2 n g)) /\
  forall m n J s, (1 <= n)%nat -> spectral_norm m n J s ->
    (forall z, norm2 n z = 1 -> norm2 m (image n J z) <= s) /\
    forall mu z, norm2 n z = 1 -> eigen n (gram m J) mu z ->
      (forall mu' z', eigen n (gram m J) mu' z' -> ~ vanishes n z' -> mu' <= mu) -> norm2 m (image n J z) = s.
Proof.
  split; [|split; [|split; [|split; [|split]]]].
  - intros m n S f J Open Conv D.
    assert (Iff : forall K, lipschitz2_on m n S K f <-> forall x, S x -> gain_at_most m n (J x) K).
    { intros K. split; [intros L x; now apply (lipschitz_gain m n S f J Open D)|].
      now apply (gain_lipschitz m n S f J D). }
    split; [exact Iff|]. intros sigma Sig. split.
    + intros K HK. rewrite Iff. split; intros H x Sx; now apply (proj2 (Sig x Sx) K HK), H.
    + intros Some L. now apply (least_is_supremum2 m n S f J Open D).
  - set (J := fun (x : vec) (_ _ : nat) => rounded_slope (x 0%nat)).
    exists (on_line rounded_absolute), J, (fun x => Rabs (rounded_slope (x 0%nat))).
    split; [intros x; apply jacobian_on_line, rounded_slope_derivative|].
    split; [intros x; apply spectral_norm_number|]. split; [|intros x; apply rounded_slope_below_1].
    destruct lipschitz_slopes as (_ & _ & (Least & _) & _).
    pose proof (proj1 (least_is_supremum everywhere rounded_absolute rounded_slope interval_everywhere
      (fun x _ => derivative_within_of _ _ _ _ (rounded_slope_derivative x)) 1) Least) as [Up Low]. split.
    + intros r (x & ->). apply Up. now exists (x 0%nat).
    + intros b Hb. apply Low. intros r (x & _ & ->). apply Hb. now exists (fun _ => x).
  - exists (fun x => x 0%nat <> 0), (on_line unit_step), (fun _ _ _ => 0). split; [|split; [|split]].
    + intros x Sx. exists (Rabs (x 0%nat)). split; [now apply Rabs_pos_lt|]. intros y Hy Z. rewrite norm2_one in Hy.
      unfold sub in Hy. rewrite Z, Rabs_minus_sym, Rminus_0_r in Hy. lra.
    + intros x Sx. apply jacobian_on_line. now apply step_is_flat.
    + intros x _. pose proof (spectral_norm_number 0) as N. now rewrite Rabs_R0 in N.
    + exact step_not_lipschitz.
  - intros m n f x J z D i Hi. split; [now apply (entry_slope m n f x J z)|reflexivity].
  - intros n g. split.
    + intros z Uz. pose proof (dot_le_norm2 n g z) as B. rewrite Uz in B. lra.
    + intros N z. pose proof (norm2_nonneg n g) as P. assert (I : 0 < / norm2 n g) by (apply Rinv_0_lt_compat; lra).
      unfold z. rewrite norm2_scale by lra. split; [field; exact N|].
      rewrite dot_scale_r, <- norm2_square. field. exact N.
  - intros m n J s Hn S. split; [|intros mu z; now apply largest_gain].
    intros z Uz. pose proof (spectral_norm_gain m n J s S z) as G. rewrite Uz in G. lra.
Qed.
