//! The order in which the calls of a graph can be made (Kahn 1962).

use std::collections::BTreeSet;

use crate::error::{Error, Result};

/// Indices so that each call comes after those it needs. Ties keep the order of the file.
///
/// `needs[i]` are the calls whose outputs call `i` takes; one that needs a call that is not there is never made.
pub fn topological_order(needs: &[Vec<usize>]) -> Result<Vec<usize>> {
    let mut missing: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (call, needed) in needs.iter().enumerate() {
        for &other in needed {
            if let Some(followers) = followers.get_mut(other) {
                followers.push(call);
            }
        }
    }
    let without_needs = missing.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut ready: BTreeSet<usize> = without_needs.map(|(call, _)| call).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(call) = ready.pop_first() {
        order.push(call);
        for &follower in followers.get(call).into_iter().flatten() {
            if let Some(count) = missing.get_mut(follower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.insert(follower);
                }
            }
        }
    }
    if order.len() < needs.len() {
        return Err(Box::new(Error::InvalidGraph {
            detail: "some layers feed each other in a circle".into(),
        }));
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::topological_order;

    #[test]
    fn calls_follow_what_they_need() {
        assert_eq!(
            topological_order(&[vec![2], vec![0, 2], vec![]]).ok(),
            Some(vec![2, 0, 1])
        );
    }

    #[test]
    fn circles_are_refused() {
        let error = topological_order(&[vec![1], vec![0]]).map_err(|e| e.code());
        assert_eq!(error, Err("invalid_graph"));
    }
}
