import { useState, type DragEvent } from 'react'
import type { PostItem } from './cache'
import { may, statusOf } from './status'

/** Lets posts be dragged from day to day; days that are over take none. By keyboard a post is moved from its drawer. */
export function useDayDrop(today: string, mayMove: (post: PostItem) => boolean, onMove: (post: PostItem, day: string) => void) {
  const [dragged, setDragged] = useState<PostItem | null>(null)
  const [over, setOver] = useState('')
  const end = () => {
    setDragged(null)
    setOver('')
  }
  const source = (post: PostItem) => mayMove(post) && may.move(statusOf(post)) && {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      // Firefox drags nothing that carries no data.
      event.dataTransfer.setData('text/plain', post.caption)
      event.dataTransfer.effectAllowed = 'move'
      setDragged(post)
    },
    onDragEnd: end,
  }
  const target = (day: string) => dragged && day >= today && {
    'data-over': over === day || undefined,
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setOver(day)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      end()
      onMove(dragged, day)
    },
  }
  return { source, target }
}
