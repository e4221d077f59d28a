(** How the least gap depends on temperature and smoothness, and that letting the smoothing undershoot does
    not help: only the width of the error counts. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Smoothing Scaling.
Open Scope R_scope.

(** If f is a convex 1-smooth eps-smoothing of the maximum and t > 0, then t f(x/t) is convex and 1/t-smooth,
    and exceeds the maximum by 0 to t eps. Hence the least gap of an L-smooth over-estimate is eps*_d / L. *)
Theorem scaling :
  (forall d eps f t, smoothing d eps f -> 0 < t ->
    let f_t := fun x => t * f (scale (/ t) x) in
    convex d f_t /\ smooth_by d (/ t) f_t /\ forall x, largest d x <= f_t x <= largest d x + t * eps) /\
  (forall d eps L, optimum d eps -> 0 < L ->
    (exists f, estimate d L 0 (eps / L) f) /\ forall eps' f, estimate d L 0 eps' f -> eps / L <= eps').
Proof.
  split.
  - intros d eps f t Hf Ht. apply smoothing_estimate in Hf.
    destruct (rescale_estimate d t 1 0 eps f Ht Hf) as (C & S & G). cbv zeta. split; [exact C|]. split.
    + unfold Rdiv in S. rewrite Rmult_1_l in S. exact S.
    + intros x. specialize (G x). rewrite Rmult_0_r, Rplus_0_r in G. exact G.
  - intros d eps L He HL. destruct (optimum_scales d eps L HL He) as [A B]. split; [exact A|].
    intros eps' f Hf. pose proof (B 0 eps' f Hf). lra.
Qed.

(** If f is convex and L-smooth with a <= f - max <= b everywhere, then b - a >= eps*_d / L. The best
    under-estimate has the same gap as the best over-estimate, and the best two-sided error is eps*_d/(2L). *)
Theorem shift d eps L : optimum d eps -> 0 < L ->
  (forall a b f, convex d f -> smooth_by d L f -> (forall x, a <= f x - largest d x <= b) ->
    eps / L <= b - a) /\
  (((exists f, estimate d L 0 (eps / L) f) /\ forall b f, estimate d L 0 b f -> eps / L <= b) /\
   ((exists f, estimate d L (- (eps / L)) 0 f) /\ forall b f, estimate d L (- b) 0 f -> eps / L <= b)) /\
  ((exists f, estimate d L (- (eps / (2 * L))) (eps / (2 * L)) f) /\
   forall c f, estimate d L (- c) c f -> eps / (2 * L) <= c).
Proof.
  intros He HL. destruct (optimum_scales d eps L HL He) as [[g Hg] B].
  assert (E : eps / (2 * L) = eps / L / 2) by (field; lra).
  split; [|split; [split; split|split]].
  - intros a b f C S G. apply (B a b f). split; [exact C|]. split; [exact S|].
    intros x. specialize (G x). lra.
  - exists g. exact Hg.
  - intros b f Hf. pose proof (B _ _ _ Hf). lra.
  - pose proof (shift_estimate d L 0 (eps / L) (- (eps / L)) g Hg) as H.
    replace (0 + - (eps / L)) with (- (eps / L)) in H by ring.
    replace (eps / L + - (eps / L)) with 0 in H by ring. eexists. exact H.
  - intros b f Hf. pose proof (B _ _ _ Hf). lra.
  - pose proof (shift_estimate d L 0 (eps / L) (- (eps / (2 * L))) g Hg) as H.
    replace (0 + - (eps / (2 * L))) with (- (eps / (2 * L))) in H by ring.
    replace (eps / L + - (eps / (2 * L))) with (eps / (2 * L)) in H by (rewrite E; lra). eexists. exact H.
  - intros c f Hf. pose proof (B _ _ _ Hf). lra.
Qed.
